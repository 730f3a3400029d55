import type { AccountOutcome } from '../../activities/reconciliation/types.ts'

// What whoever starts the reconciliation needs to know.

export const RECONCILIATION_WORKFLOW_TYPE = 'reconciliationWorkflow'
/** Of the schedule, and the beginning of each of its runs' ids. */
export const RECONCILIATION_ID = 'reconciliation'

export interface ReconciliationInput {
  /** How long an invoice has to take in what it is told before the account is looked at again; a minute unless given. */
  recheckDelayMs?: number
  /** For how long an account that cannot be read is tried; three hours unless given. */
  timeoutMs?: number
}

export type ReconciliationWorkflow = (input: ReconciliationInput) => Promise<AccountOutcome[]>
