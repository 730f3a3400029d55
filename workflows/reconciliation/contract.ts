/** The id of the schedule, and the prefix of the runs' workflow ids. */
export const RECONCILIATION_ID = 'reconciliation'

export interface ReconciliationInput {
  /** Milliseconds between reports to invoices and the next comparison. Default: one minute. */
  recheckDelayMs?: number
  /** Milliseconds in which an unreadable account is tried again. Default: three hours. */
  timeoutMs?: number
}
