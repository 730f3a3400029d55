/** The id of the schedule, and the prefix of the runs' workflow ids. */
export const RECONCILIATION_ID = 'reconciliation'

export interface ReconciliationInput {
  /** The milliseconds between reports to invoices and the next comparison, one minute by default. */
  recheckDelayMs?: number
  /** The milliseconds for all tries of an account, three hours by default. */
  timeoutMs?: number
}
