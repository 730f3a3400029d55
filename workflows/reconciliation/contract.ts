/** The id of the schedule. The workflow ids of its runs begin with it. */
export const RECONCILIATION_ID = 'reconciliation'

export interface ReconciliationInput {
  /** Pause between reports to invoices and the next comparison, in milliseconds. Default: one minute. */
  recheckDelayMs?: number
  /** An account that cannot be read is retried for this long, in milliseconds. Default: three hours. */
  timeoutMs?: number
}
