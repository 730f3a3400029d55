import type { PaymentReport, RefundReport } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'

export type RailReport = PaymentReport | RefundReport

/** Returns the id of the attempt or refund in the report. */
export function subjectOf(report: RailReport): string {
  return report.type === 'payment_report' ? report.attemptId : report.refundId
}

/** Checks that the state has the attempt or refund in the report. */
export function hasSubject(state: InvoiceState, report: RailReport): boolean {
  const known = report.type === 'payment_report' ? state.attempts : state.refunds
  return known.some(({ id }) => id === subjectOf(report))
}

/** Checks that the rail expects no other status. */
export function isFinal({ status }: RailReport): boolean {
  return status === 'settled' || status === 'executed' || status === 'failed'
}

/**
 * Checks for a report that contradicts a final status in the log. Such a report needs a confirmation by the
 * rail. A failure of an executed refund is no contradiction, because the money can come back.
 */
export function conflictsWithLog(state: InvoiceState, report: RailReport): boolean {
  if (report.verifiedWithRail) return false
  if (report.type === 'refund_report') {
    const refund = state.refunds.find(({ id }) => id === report.refundId)
    return report.status === 'executed' && refund?.status === 'failed'
  }
  const { attemptId, status } = report
  const payment = state.payments.find(({ id }) => id === attemptId)
  const attempt = state.attempts.find(({ id }) => id === attemptId)
  if (status === 'failed') {
    return attempt?.mismatch === 'waiting' || (payment !== undefined && !payment.reversed && !payment.undone)
  }
  if (status !== 'settled') return false
  return attempt?.status === 'failed' || payment?.reversed === true
}

/**
 * Checks for an event that was decided before the refund's failure was in the log. An activity records a
 * failure concurrently. The workflow must then read the status at the rail.
 */
export function isSuperseded(state: InvoiceState, event: InvoiceEvent): boolean {
  if (event.type !== 'refund_executed' || event.round !== undefined) return false
  return state.refunds.find(({ id }) => id === event.refundId)?.status === 'failed'
}
