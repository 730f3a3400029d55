import type { BankReport, RefundReport } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'

/** What a rail says of a payment or a refund. */
export type RailReport = BankReport | RefundReport

/** The id of the attempt or refund that it is about. */
export function subjectOf(report: RailReport): string {
  return report.type === 'bank_report' ? report.attemptId : report.refundId
}

/** Will the rail say nothing else, as far as it knows? */
export function isFinal({ status }: RailReport): boolean {
  return status === 'settled' || status === 'executed' || status === 'failed'
}

/**
 * Does a rail's report contradict what the log holds as final? Such a word may be an old one that was long on its way,
 * read or sent before the one that the log holds: it is believed only if the rail, asked in the invoice's turn, says the
 * same. That a refund fails which was executed is no contradiction: its money can come back.
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
 * Was this decided before it was known that the refund had failed? That is recorded beside the workflow where the rail
 * refuses the request. After it the event would mean nothing, and what the rail said has to be asked about.
 */
export function isSuperseded(state: InvoiceState, event: InvoiceEvent): boolean {
  if (event.type !== 'refund_executed' || event.round !== undefined) return false
  return state.refunds.find(({ id }) => id === event.refundId)?.status === 'failed'
}
