import type { Instant } from '../../domain/shared/calendar.ts'
import type { Rail, RailReport } from '../../domain/invoice/index.ts'

/** What a run found out, in the words of the operators' pages. */
export interface ReconciliationResult {
  rail: Rail
  currency: string
  /** ISO 8601. What lies between the two is compared whole: it ends before what could not be read. */
  since: string
  until: string
  transactions: number
  matched: number
  /** How many findings there are, of which the first hundred are named: all are in the database. */
  differ: number
  findings: { kind: string; subject: string; invoiceId?: string }[]
  /** What the bank has as final, and the invoice does not know; as much of it as one run tells. */
  missed: MissedReport[]
  /** There may be more of it. */
  hasMoreMissed: boolean
  /** How many payments and refunds the rail could not be asked about, and the first hundred. */
  notRead: number
  unread: Unread[]
}

export interface Unread {
  /** Of a finding about it. */
  subject: string
  reason: string
}

/** The account is not compared beyond its time. */
export interface UnreadAt extends Unread {
  at: Instant
}

/** An account that could not be read: the next run begins where the last whole one ended. */
export interface NotCompared {
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

/** Comparing the accounts at the rails with the logs. */
export interface ReconciliationActivities {
  listAccounts(): Promise<{ rail: Rail; currency: string }[]>
  /** @param input.until ISO 8601; asked again for the same, it compares again. */
  reconcile(input: { rail: Rail; currency: string; until: string }): Promise<ReconciliationResult>
}
