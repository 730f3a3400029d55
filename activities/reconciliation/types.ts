import type { Instant } from '../../domain/shared/calendar.ts'
import type { Rail, RailReport } from '../../domain/invoice/index.ts'

/** @internal */
export interface ReconciliationResult {
  rail: Rail
  currency: string
  /** Begin and end of the reconciled period, ISO 8601. Ends before the first unread movement. */
  since: string
  until: string
  transactions: number
  matched: number
  /** Number of findings. The list has the first hundred; the database has all. */
  differ: number
  findings: { kind: string; subject: string; invoiceId?: string }[]
  /** Reports that the invoices did not get. One run returns at most 500. */
  missed: MissedReport[]
  hasMoreMissed: boolean
  /** Number of payments and refunds that the rail could not read. The list has the first hundred. */
  notRead: number
  unread: Unread[]
}

interface Unread {
  /** Id of the payment attempt or refund. */
  subject: string
  reason: string
}

export interface UnreadAt extends Unread {
  at: Instant
}

/** Account that could not be read. The next run continues where the last complete run ended. */
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
