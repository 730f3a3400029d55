import { ApplicationFailure } from '@temporalio/common'
import type { ReconciliationFindingRow } from '../../db/entities/index.ts'
import {
  entriesFor,
  finalEntries,
  type LedgerEntry,
  undecidedSince,
} from '../../db/reconciliation/ledger-entries.ts'
import type { EntityManager } from '../../db/orm.ts'
import {
  type Account,
  openFindings,
  recentAccounts,
  reconciledAccounts,
  reconciledUntil,
  saveRun,
} from '../../db/reconciliation/runs.ts'
import { type ByMode, MODES } from '../../domain/shared/mode.ts'
import { DAY_MS } from '../../domain/shared/durations.ts'
import { compare, type Comparison, type FindingKind, undecided } from '../../domain/payment/reconciliation.ts'
import { type BankRail, RailUnavailableError } from '../../integrations/bank/rail.ts'
import type { Rails } from '../../integrations/bank/rails.ts'
import { checkEachPayment } from './check-each-payment.ts'
import { withHeartbeat } from '../heartbeat.ts'
import type { ReconciliationActivities } from './types.ts'
import { missedReports } from './missed-reports.ts'

const LOOK_BACK_MS = 3 * DAY_MS
const FIRST_LOOK_BACK_MS = 7 * DAY_MS
const OPEN_LOOK_BACK_MS = 90 * DAY_MS
const MAX_REPORT_DELAY_MS = 7 * DAY_MS
const UNDECIDED_MS = DAY_MS
const GRACE_MS = 15 * 60_000
/**
 * Temporal limits the size of an activity's result.
 *
 * @see https://docs.temporal.io/self-hosted-guide/defaults
 */
const MAX_LISTED = 100

export interface ReconciliationDeps {
  em: EntityManager
  rails: ByMode<Rails>
  reconcileGraceMs?: number
}

export function createReconciliationActivities({
  em: shared,
  rails,
  reconcileGraceMs = GRACE_MS,
}: ReconciliationDeps): ReconciliationActivities {
  return {
    async listAccounts() {
      const em = shared.fork()
      const configured = MODES.flatMap((mode) =>
        rails[mode].ids.flatMap((rail) =>
          rails[mode].get(rail).capabilities.accountCurrencies.map((currency) => ({ rail, mode, currency })),
        ),
      )
      const recent = await recentAccounts(em, Date.now() - MAX_REPORT_DELAY_MS)
      const reconciled = (await reconciledAccounts(em)).filter(({ rail, mode }) =>
        rails[mode].ids.includes(rail),
      )
      const all = [...configured, ...reconciled, ...recent]
      const keyOf = ({ rail, mode, currency }: Account) => `${mode} ${rail} ${currency}`
      return [...new Map(all.map((account) => [keyOf(account), account])).values()]
    },

    reconcile: withHeartbeat(async ({ rail: railId, mode, currency, until: untilText }) => {
      const em = shared.fork()
      const account: Account = { rail: railId, mode, currency }
      if (!rails[mode].ids.includes(railId)) {
        throw ApplicationFailure.nonRetryable(
          `${railId} is not set up any more for ${mode} mode: set it up, or look at the account yourself`,
        )
      }
      const rail = rails[mode].get(railId)
      const until = Date.parse(untilText) - reconcileGraceMs
      const last = await reconciledUntil(em, account)
      const recentlySince =
        last === undefined ? until - FIRST_LOOK_BACK_MS : Math.min(last, until) - LOOK_BACK_MS
      const open = await openFindings(em, account, until - OPEN_LOOK_BACK_MS)
      const since = Math.min(recentlySince, ...open.filter(isResolvable).map(({ at }) => at.getTime()))
      const statement = await rail.readStatement(currency, since - MAX_REPORT_DELAY_MS, until)
      const final = (await finalEntries(em, account, since, until)).map((entry) => ({
        ...entry,
        isElsewhere: !statement || !isInAccount(rail, entry, currency),
      }))
      const recorded = await entriesFor(em, account, statement ?? [])
      const inStatement = final.filter((entry) => !entry.isElsewhere && entry.isExpected)
      const openSubjects = new Set(open.map(({ discriminator }) => discriminator))
      const elsewhere = final.filter(
        ({ isElsewhere, id, at }) => isElsewhere && (at >= recentlySince || openSubjects.has(id)),
      )
      const compared = compare(statement ?? [], recorded, inStatement, since)
      const checked = await checkEachPayment(rail, elsewhere)
      const [firstUnread] = checked.unread
      if (!statement && firstUnread && checked.unread.length === elsewhere.length) {
        throw new RailUnavailableError(firstUnread.reason)
      }
      const waiting = await undecidedSince(em, account, until - UNDECIDED_MS)
      const comparison: Comparison = {
        matched: compared.matched + checked.matched,
        findings: [...compared.findings, ...checked.findings, ...undecided(waiting, compared.findings)],
      }
      const reports = await missedReports(em, rail, comparison.findings)
      const unread = [...checked.unread, ...reports.unread]
      // The reconciled period must not pass an unread entry that has no open finding.
      const unreadWithoutFinding = unread.filter(({ subject }) => !openSubjects.has(subject))
      const readUntil = Math.min(until, ...unreadWithoutFinding.map(({ at }) => at))
      const transactions = statement?.length ?? 0
      const facts = { ...account, since, until, reconciledUntil: readUntil, transactions, unread }
      await saveRun(em, facts, comparison)
      return {
        ...account,
        since: new Date(since).toISOString(),
        until: new Date(readUntil).toISOString(),
        transactions,
        matched: comparison.matched,
        differ: comparison.findings.length,
        findings: comparison.findings.slice(0, MAX_LISTED).map(({ kind, subject, recorded: entry }) => ({
          kind,
          subject,
          ...(entry ? { invoiceId: entry.invoiceId } : {}),
        })),
        missed: reports.missed,
        hasMoreMissed: reports.more,
        notRead: unread.length,
        unread: unread.slice(0, MAX_LISTED).map(({ subject, reason }) => ({ subject, reason })),
      }
    }),
  }
}

function isInAccount(rail: BankRail, { settlementAccount }: LedgerEntry, currency: string): boolean {
  return settlementAccount !== null && rail.isSettlementAccount(settlementAccount, currency)
}

function isResolvable({ kind, acknowledgedAt }: ReconciliationFindingRow): boolean {
  return !PERMANENT_KINDS.has(kind) && acknowledgedAt === null
}

const PERMANENT_KINDS: ReadonlySet<string> = new Set<FindingKind>([
  'external_payment',
  'transaction_unreadable',
  'payment_undecided',
  'refund_undecided',
])
