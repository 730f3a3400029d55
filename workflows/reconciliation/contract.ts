/** Names the schedule, and begins the runs' workflow ids. */
export const RECONCILIATION_ID = 'reconciliation'

export interface ReconciliationInput {
  /** Separates the reports from the next comparison; one minute by default. */
  recheckDelayMs?: number
  /** Limits all tries of an account; three hours by default. */
  timeoutMs?: number
}
