export const RECONCILIATION_ID = 'reconciliation'

export interface ReconciliationInput {
  recheckDelayMs?: number
  timeoutMs?: number
}
