import type { Instant } from '../../domain/shared/calendar.ts'
import type { Rail, RailReport } from '../../domain/invoice/index.ts'

/** @internal */
export interface ReconciliationResult {
  rail: Rail
  currency: string
  /** The start and the end of the reconciled period, ISO 8601. The first unread movement ends the period. */
  since: string
  until: string
  transactions: number
  matched: number
  /** The number of findings. `findings` has only the first hundred. */
  differ: number
  findings: { kind: string; subject: string; invoiceId?: string }[]
  /** The reports that the invoices missed, at most 500 for each run. */
  missed: MissedReport[]
  hasMoreMissed: boolean
  /** The number of unread payments and refunds. `unread` has only the first hundred. */
  notRead: number
  unread: Unread[]
}

interface Unread {
  subject: string
  reason: string
}

export interface UnreadAt extends Unread {
  at: Instant
}

/** The failed comparison of an account. The next run continues where the last successful run ended. */
interface NotCompared {
  rail: Rail
  currency: string
  error: string
}

export type AccountOutcome = ReconciliationResult | NotCompared

export interface MissedReport {
  invoiceId: string
  merchantId: string
  report: RailReport
}

export interface ReconciliationActivities {
  listAccounts(): Promise<{ rail: Rail; currency: string }[]>
  /** @param input.until ISO 8601 */
  reconcile(input: { rail: Rail; currency: string; until: string }): Promise<ReconciliationResult>
}
