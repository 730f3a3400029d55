import type { BankReport, Rail, RefundReport } from '../domain/invoice/index.ts'

/** What a run found out, in the words of the operators' pages. */
export interface ReconciliationResult {
  rail: Rail
  currency: string
  /** ISO 8601. */
  since: string
  until: string
  transactions: number
  matched: number
  findings: { kind: string; subject: string; invoiceId?: string }[]
  /** What the bank has as final, and the invoice does not know. */
  untold: Untold[]
}

export type Untold = { invoiceId: string; merchantId: string } & (
  | { payment: Omit<BankReport, 'type'> }
  | { refund: Omit<RefundReport, 'type'> }
)

/** Comparing the accounts at the rails with the logs. */
export interface ReconciliationActivities {
  listAccounts(): Promise<{ rail: Rail; currency: string }[]>
  /** @param input.until ISO 8601; asked again for the same, it compares again. */
  reconcile(input: { rail: Rail; currency: string; until: string }): Promise<ReconciliationResult>
}
