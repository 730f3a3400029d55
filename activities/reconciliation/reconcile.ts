import { ApplicationFailure } from '@temporalio/common'
import type { ReconciliationFindingRow } from '../../db/entities/index.ts'
import { finalEntries, entriesFor, processingSince } from '../../db/reconciliation/ledger-entries.ts'
import type { EntityManager } from '../../db/orm.ts'
import {
  type Account,
  reconciledAccounts,
  recentAccounts,
  saveRun,
  reconciledUntil,
  openFindings,
} from '../../db/reconciliation/runs.ts'
import { DAY_MS } from '../../domain/shared/calendar.ts'
import { compare, type Comparison, type FindingKind, undecided } from '../../domain/payment/reconciliation.ts'
import { RailUnavailableError } from '../../integrations/bank/rail.ts'
import type { Rails } from '../../integrations/bank/rails.ts'
import { checkEachPayment } from './check-each-payment.ts'
import { withHeartbeat } from '../heartbeat.ts'
import type { ReconciliationActivities } from './types.ts'
import { missedReports } from './missed-reports.ts'

/** Each run looks again at the days before the last one's end: webhooks may have been lost, a bank's books be late. */
const LOOK_BACK_MS = 3 * DAY_MS
/** The first run of an account. */
const FIRST_LOOK_BACK_MS = 7 * DAY_MS
/** So long a finding is looked at again, for its end to be seen. */
const OPEN_LOOK_BACK_MS = 90 * DAY_MS
/** So long before what became final here, it may have been final at the bank. */
const LATE_NEWS_MS = 7 * DAY_MS
/** A bank that has decided nothing by then may never do so. */
const UNDECIDED_MS = DAY_MS
/** What is as new as this may still be on its way here by webhook, or by poll. */
const GRACE_MS = 15 * 60_000
/** Temporal takes two megabytes from an activity, and nobody reads more than this in its UI. */
const MAX_LISTED = 100

export interface ReconciliationDeps {
  em: EntityManager
  rails: Rails
  /** In place of a quarter of an hour, for tests. */
  reconcileGraceMs?: number
}

/** Compares what the rails’ accounts hold with what the logs say, and keeps every difference. */
export function createReconciliationActivities({
  em,
  rails,
  reconcileGraceMs = GRACE_MS,
}: ReconciliationDeps): ReconciliationActivities {
  return {
    async listAccounts() {
      const ours = rails.ids.flatMap((rail) =>
        rails.get(rail).capabilities.accountCurrencies.map((currency) => ({ rail, currency })),
      )
      const since = Date.now() - LATE_NEWS_MS
      // Those of a rail that is gone are named for as long as something is on its way there, or came of late.
      const paid = await recentAccounts(em, since)
      const compared = (await reconciledAccounts(em)).filter(({ rail }) => rails.ids.includes(rail))
      const all = [...ours, ...compared, ...paid]
      return [...new Map(all.map((account) => [`${account.rail} ${account.currency}`, account])).values()]
    },

    reconcile: withHeartbeat(async ({ rail: railId, currency, until: untilText }) => {
      const account: Account = { rail: railId, currency }
      if (!rails.ids.includes(railId)) {
        throw ApplicationFailure.nonRetryable(
          `${railId} is not set up any more: set it up, or look at the account yourself`,
        )
      }
      const rail = rails.get(railId)
      const until = Date.parse(untilText) - reconcileGraceMs
      const last = await reconciledUntil(em, account)
      const recently = last === undefined ? until - FIRST_LOOK_BACK_MS : Math.min(last, until) - LOOK_BACK_MS
      const open = await openFindings(em, account, until - OPEN_LOOK_BACK_MS)
      const since = Math.min(recently, ...open.filter(isResolvable).map(({ at }) => at.getTime()))
      const statement = await rail.readStatement(currency, since - LATE_NEWS_MS, until)
      const final = (await finalEntries(em, account, since, until)).map((one) => ({
        ...one,
        isElsewhere: one.isElsewhere || !statement || !rail.isIntoAccount(one.requestBody, currency),
      }))
      const known = await entriesFor(em, account, statement ?? [])
      const seen = final.filter((one) => !one.isElsewhere && one.isExpected)
      const openSubjects = new Set(open.map(({ discriminator }) => discriminator))
      const elsewhere = final.filter(
        ({ isElsewhere, id, at }) => isElsewhere && (at >= recently || openSubjects.has(id)),
      )
      const compared = compare(statement ?? [], known, seen, since)
      const asked = await checkEachPayment(rail, elsewhere)
      // Not one answer: the rail is away, and asked again later.
      const [unanswered] = asked.unread
      if (!statement && unanswered && asked.unread.length === elsewhere.length) {
        throw new RailUnavailableError(unanswered.reason)
      }
      const waiting = await processingSince(em, account, until - UNDECIDED_MS)
      const comparison: Comparison = {
        matched: compared.matched + asked.matched,
        findings: [...compared.findings, ...asked.findings, ...undecided(waiting, compared.findings)],
      }
      const told = await missedReports(em, rail, comparison.findings)
      const unread = [...asked.unread, ...told.unread]
      // One with a finding is looked at again for that; any other may have one.
      const unsure = unread.filter(({ subject }) => !openSubjects.has(subject))
      const wholeUntil = Math.min(until, ...unsure.map(({ at }) => at))
      const transactions = statement?.length ?? 0
      await saveRun(em, { ...account, since, until, wholeUntil, transactions, unread }, comparison)
      return {
        ...account,
        since: new Date(since).toISOString(),
        until: new Date(wholeUntil).toISOString(),
        transactions,
        matched: comparison.matched,
        differ: comparison.findings.length,
        findings: comparison.findings.slice(0, MAX_LISTED).map(({ kind, subject, recorded }) => ({
          kind,
          subject,
          ...(recorded ? { invoiceId: recorded.invoiceId } : {}),
        })),
        missed: told.missed,
        hasMoreMissed: told.more,
        notRead: unread.length,
        unread: unread.slice(0, MAX_LISTED).map(({ subject, reason }) => ({ subject, reason })),
      }
    }),
  }
}

/**
 * Whether looking at its day again can end it. Money that came beside every payment stays that, as a line does that
 * cannot be read; a payment that is on its way is found in our own log, and what a person has looked at is not waited for.
 */
function isResolvable({ kind, acknowledgedAt }: ReconciliationFindingRow): boolean {
  return !PERMANENT_KINDS.has(kind) && acknowledgedAt === null
}

const PERMANENT_KINDS: ReadonlySet<string> = new Set<FindingKind>([
  'external_payment',
  'transaction_unreadable',
  'payment_undecided',
])
