import type { PaymentReport, RefundReport } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'

/** A rail's status of a payment or a refund. */
export type RailReport = PaymentReport | RefundReport

/** The id of the attempt or refund in the report. */
export function subjectOf(report: RailReport): string {
  return report.type === 'payment_report' ? report.attemptId : report.refundId
}

/** True if the rail expects no other status. */
export function isFinal({ status }: RailReport): boolean {
  return status === 'settled' || status === 'executed' || status === 'failed'
}

/**
 * True if a report contradicts a final status in the log. It can be outdated, so the workflow asks the rail first. A
 * failure of an executed refund is no contradiction: the money can come back.
 */
export function conflictsWithLog(state: InvoiceState, report: RailReport): boolean {
  if (report.verifiedWithRail) return false
  if (report.type === 'refund_report') {
    const refund = state.refunds.find(({ id }) => id === report.refundId)
    return report.status === 'executed' && refund?.status === 'failed'
  }
  const { attemptId, status } = report
  const payment = state.payments.find(({ id }) => id === attemptId)
  if (status === 'failed') return payment !== undefined && !payment.reversed && !payment.undone
  if (status !== 'settled') return false
  const attempt = state.attempts.find(({ id }) => id === attemptId)
  return attempt?.status === 'failed' || payment?.reversed === true
}

/**
 * True if the workflow decided this event before it knew that the refund had failed. An activity records that failure
 * concurrently, when the rail refuses the request. The workflow must then ask the rail.
 */
export function isSuperseded(state: InvoiceState, event: InvoiceEvent): boolean {
  if (event.type !== 'refund_executed' || event.round !== undefined) return false
  return state.refunds.find(({ id }) => id === event.refundId)?.status === 'failed'
}
