import type { Instant } from '../../domain/shared/calendar.ts'
import type { Rail, RailReport } from '../../domain/invoice/index.ts'

/** @internal */
export interface ReconciliationResult {
  rail: Rail
  currency: string
  /** Is ISO 8601, as is `until`. */
  since: string
  until: string
  transactions: number
  matched: number
  /** Counts all findings. `findings` has only the first hundred. */
  differ: number
  findings: { kind: string; subject: string; invoiceId?: string }[]
  /** Holds at most 500 reports. */
  missed: MissedReport[]
  hasMoreMissed: boolean
  /** Counts all unread payments and refunds. `unread` has only the first hundred. */
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
