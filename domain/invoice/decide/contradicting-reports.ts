import type { PaymentReport, RefundReport } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'

export type RailReport = PaymentReport | RefundReport

export function subjectOf(report: RailReport): string {
  return report.type === 'payment_report' ? report.attemptId : report.refundId
}

export function hasSubject(state: InvoiceState, report: RailReport): boolean {
  const known = report.type === 'payment_report' ? state.attempts : state.refunds
  return known.some(({ id }) => id === subjectOf(report))
}

export function isFinal({ status }: RailReport): boolean {
  return status === 'settled' || status === 'executed' || status === 'failed'
}

/** An executed refund can still fail, so a `failed` refund report never conflicts. */
export function conflictsWithLog(state: InvoiceState, report: RailReport): boolean {
  if (report.confirmedByRail) return false
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

/** An activity can record `refund_failed` while the workflow decides `refund_executed`. */
export function isSuperseded(state: InvoiceState, event: InvoiceEvent): boolean {
  if (event.type !== 'refund_executed' || event.round !== undefined) return false
  return state.refunds.find(({ id }) => id === event.refundId)?.status === 'failed'
}
