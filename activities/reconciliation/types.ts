import type { Instant } from '../../domain/shared/calendar.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import type { Rail, RailReport } from '../../domain/invoice/index.ts'

/** @internal */
export interface ReconciliationResult {
  rail: Rail
  mode: Mode
  currency: string
  /** `since` and `until` are ISO 8601 instants. */
  since: string
  until: string
  transactions: number
  matched: number
  differ: number
  findings: { kind: string; subject: string; invoiceId?: string }[]
  missed: MissedReport[]
  hasMoreMissed: boolean
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
  mode: Mode
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
  listAccounts(): Promise<{ rail: Rail; mode: Mode; currency: string }[]>
  /** @param input.until ISO 8601 */
  reconcile(input: { rail: Rail; mode: Mode; currency: string; until: string }): Promise<ReconciliationResult>
}
