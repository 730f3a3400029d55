import type { Rail } from '../domain/invoice/index.ts'
import type { Comparison, Finding } from '../domain/reconciliation.ts'
import { ReconciliationFindingRow, ReconciliationRunRow } from './entities/index.ts'
import { idFrom } from './ids.ts'
import type { EntityManager } from './orm.ts'

/** The accounts of one rail in one currency. */
export interface Account {
  rail: Rail
  currency: string
}

/** Every account that a payment was begun for lately or is on its way to, or that was compared before: it may have open findings. */
export async function accountsInUse(em: EntityManager, since: number): Promise<Account[]> {
  return em.fork().execute<Account[]>(
    `select rail, currency from payment_attempt where created_at >= ? or state = 'processing'
     union select rail, currency from reconciliation_run`,
    [new Date(since)],
  )
}

/** What earlier runs found at or after this instant, and no later one has resolved. */
export async function openFindings(
  em: EntityManager,
  account: Account,
  since: number,
): Promise<ReconciliationFindingRow[]> {
  return em
    .fork()
    .find(ReconciliationFindingRow, { ...account, resolvedAt: null, at: { $gte: new Date(since) } })
}

/** Up to when an account was looked at; undefined if it never was. Milliseconds since 1970. */
export async function lookedAtUntil(em: EntityManager, account: Account): Promise<number | undefined> {
  const [last] = await em
    .fork()
    .find(ReconciliationRunRow, { ...account }, { orderBy: { until: 'desc' }, limit: 1 })
  return last?.until.getTime()
}

export interface RunFacts extends Account {
  since: number
  until: number
  /** Up to where nothing was left unread. */
  wholeUntil: number
  transactions: number
  /** What could not be asked about: nothing is known of it, so nothing about it is resolved. */
  unread: readonly { subject: string }[]
}

/**
 * Keeps what a run found, in one transaction. What an earlier one found in the same time, and this one did not, is
 * resolved. Doing it again changes nothing.
 */
export async function keepRun(
  em: EntityManager,
  facts: RunFacts,
  { matched, findings }: Comparison,
): Promise<void> {
  const { rail, currency, since, until, wholeUntil, transactions, unread } = facts
  const now = new Date()
  await em.fork().transactional(async (tx) => {
    const idOf = ({ kind, subject }: Finding) => idFrom('fnd', `${rail} ${kind} ${subject}`)
    const seen = new Set(findings.map(idOf))
    // What was resolved and is there again is news, whatever was said of it then.
    await tx.nativeUpdate(
      ReconciliationFindingRow,
      { id: { $in: [...seen] }, resolvedAt: { $ne: null } },
      { acknowledgedAt: null, note: null },
    )
    for (const finding of findings) {
      const { kind, subject, at, transactionId = null, recorded, amountAtBank = null } = finding
      const id = idOf(finding)
      const about = { rail, currency, kind, subject, transactionId, recordId: recorded?.id ?? null }
      const amounts = { amountAtBank, amountRecorded: recorded?.isFinal ? recorded.amount : null }
      const times = { at: new Date(at), foundAt: now, seenAt: now, resolvedAt: null }
      const row = { id, ...about, ...amounts, ...times, invoiceId: recorded?.invoiceId ?? null }
      await tx.upsert(ReconciliationFindingRow, row, {
        onConflictMergeFields: [
          'seenAt',
          'resolvedAt',
          'amountAtBank',
          'amountRecorded',
          'recordId',
          'invoiceId',
        ],
      })
    }
    const open = await tx.find(ReconciliationFindingRow, {
      rail,
      currency,
      resolvedAt: null,
      // Whether a payment is decided is looked at however old it is.
      $or: [{ at: { $gte: new Date(since), $lt: new Date(until) } }, { kind: 'payment_undecided' }],
      subject: { $nin: unread.map(({ subject }) => subject) },
    })
    for (const finding of open) if (!seen.has(finding.id)) finding.resolvedAt = now
    await tx.upsert(ReconciliationRunRow, {
      rail,
      currency,
      since: new Date(since),
      until: new Date(wholeUntil),
      transactions,
      matched,
      findings: findings.length,
      finishedAt: now,
    })
  })
}
