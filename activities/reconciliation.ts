import { InvoiceRow, PaymentAttemptRow } from '../db/entities/index.ts'
import type { EntityManager } from '../db/orm.ts'
import {
  type Account,
  accountsInUse,
  type ExpectedMovement,
  finalMovements,
  keepRun,
  knownMovements,
  lookedAtUntil,
} from '../db/reconciliation.ts'
import { DAY_MS } from '../domain/calendar.ts'
import { compare, type Comparison, type Finding } from '../domain/reconciliation.ts'
import { meaningOf, type BankRail } from '../integrations/bank/rail.ts'
import type { Rails } from '../integrations/bank/rails.ts'
import { alive } from './imports/alive.ts'
import type { ReconciliationActivities, Untold } from './reconciliation-types.ts'

/** Each run looks again at the days before the last one's end: webhooks may have been lost, a bank's books be late. */
const LOOK_BACK_MS = 3 * DAY_MS
/** The first run of an account. */
const FIRST_LOOK_BACK_MS = 7 * DAY_MS
/** So long before what became final here, it may have been final at the bank. */
const LATE_NEWS_MS = 7 * DAY_MS
/** What is as new as this may still be on its way here by webhook, or by poll. */
const GRACE_MS = 15 * 60_000

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
        rails.get(rail).capabilities.currencies.map((currency) => ({ rail, currency })),
      )
      const used = await accountsInUse(em, Date.now() - LATE_NEWS_MS)
      const all = [...ours, ...used.filter(({ rail }) => rails.ids.includes(rail))]
      return [...new Map(all.map((account) => [`${account.rail} ${account.currency}`, account])).values()]
    },

    reconcile: alive(async ({ rail: railId, currency, until: untilText }) => {
      const account: Account = { rail: railId, currency }
      const rail = rails.get(railId)
      const until = Date.parse(untilText) - reconcileGraceMs
      const last = await lookedAtUntil(em, account)
      const since = last === undefined ? until - FIRST_LOOK_BACK_MS : Math.min(last, until) - LOOK_BACK_MS
      const statement = await rail.readStatement(currency, since - LATE_NEWS_MS, until)
      const final = await finalMovements(em, account, since, until)
      const known = await knownMovements(em, account, statement ?? [])
      const seen = statement ? final.filter(({ isElsewhere }) => !isElsewhere) : []
      const compared = compare(statement ?? [], known, seen, since)
      const asked = await askOneByOne(
        rail,
        final.filter((movement) => !seen.includes(movement)),
      )
      const comparison: Comparison = {
        matched: compared.matched + asked.matched,
        findings: [...compared.findings, ...asked.findings],
      }
      const transactions = statement?.length ?? 0
      await keepRun(em, { ...account, since, until, transactions }, comparison)
      return {
        ...account,
        since: new Date(since).toISOString(),
        until: new Date(until).toISOString(),
        transactions,
        matched: comparison.matched,
        findings: comparison.findings.map(({ kind, subject, recorded }) => ({
          kind,
          subject,
          ...(recorded ? { invoiceId: recorded.invoiceId } : {}),
        })),
        untold: await untoldOf(em, rail, comparison.findings),
      }
    }),
  }
}

/** Where no statement is seen, the rail is asked for each payment that our logs have as paid. */
async function askOneByOne(rail: BankRail, movements: readonly ExpectedMovement[]): Promise<Comparison> {
  const findings: Finding[] = []
  for (const recorded of movements) {
    const { type, id, at, providerPaymentId, providerId } = recorded
    const { status } =
      type === 'payment'
        ? await rail.readPayment(providerPaymentId)
        : await rail.readRefund(providerPaymentId, providerId)
    if (status === 'settled' || status === 'executed') continue
    findings.push({ kind: `${type}_missing`, subject: id, at, recorded })
  }
  return { matched: movements.length - findings.length, findings }
}

/** The rail's own word on each payment and refund that is final there and not here, for the invoice to decide on. */
async function untoldOf(em: EntityManager, rail: BankRail, findings: readonly Finding[]): Promise<Untold[]> {
  const untold: Untold[] = []
  for (const { kind, recorded, transactionId } of findings) {
    if (!recorded || !kind.endsWith('_unrecorded')) continue
    const { id, invoiceId, merchantId, providerId, type } = recorded
    const invoice = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
    const at = Date.now() + invoice.clockMs
    const cause = { by: 'bank', eventId: `${rail.id}:statement:${transactionId}` } as const
    if (type === 'payment') {
      const attempt = await em.fork().findOneOrFail(PaymentAttemptRow, { id })
      const {
        amount = attempt.amount,
        currency = attempt.currency,
        ...said
      } = meaningOf(await rail.readPayment(providerId), attempt.toOwnAccount)
      if (said.status !== 'settled') continue
      const report = {
        attemptId: id,
        ...said,
        providerPaymentId: providerId,
        amount: `${amount}` as const,
        currency,
      }
      untold.push({ invoiceId, merchantId, payment: { ...report, at, cause } })
    } else {
      untold.push({ invoiceId, merchantId, refund: { refundId: id, status: 'executed', at, cause } })
    }
  }
  return untold
}
