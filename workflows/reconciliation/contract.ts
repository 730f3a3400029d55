/** The id of the schedule. The workflow ids of all runs begin with this id. */
export const RECONCILIATION_ID = 'reconciliation'

export interface ReconciliationInput {
  /** Milliseconds between reports to invoices and the next comparison. Default: one minute. */
  recheckDelayMs?: number
  /** Milliseconds in which an unreadable account is tried again. Default: three hours. */
  timeoutMs?: number
}
