export const RECONCILIATION_ID = 'reconciliation'

export interface ReconciliationInput {
  /** Separates the reports from the next comparison; one minute by default. */
  recheckDelayMs?: number
  /** Limits all tries of one comparison; three hours by default. */
  timeoutMs?: number
}
