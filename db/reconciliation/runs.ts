import type { Rail } from '../../domain/invoice/index.ts'
import type { Comparison, Finding } from '../../domain/payment/reconciliation.ts'
import { ReconciliationFindingRow, ReconciliationRunRow } from '../entities/index.ts'
import { deterministicId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'

/** The accounts of one rail in one currency. */
export interface Account {
  rail: Rail
  currency: string
}

/** The accounts that a payment was begun for since this instant, or is on its way to. Milliseconds since 1970. */
export async function recentAccounts(em: EntityManager, since: number): Promise<Account[]> {
  return em
    .fork()
    .execute<Account[]>(
      `select distinct rail, currency from payment_attempt where created_at >= ? or status = 'processing'`,
      [new Date(since)],
    )
}

/** Every account that was compared before: it may have open findings. */
export async function reconciledAccounts(em: EntityManager): Promise<Account[]> {
  return em.fork().execute<Account[]>('select distinct rail, currency from reconciliation_run')
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
export async function reconciledUntil(em: EntityManager, account: Account): Promise<number | undefined> {
  const [last] = await em
    .fork()
    .find(ReconciliationRunRow, { ...account }, { orderBy: { reconciledUntil: 'desc' }, limit: 1 })
  return last?.reconciledUntil.getTime()
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
export async function saveRun(
  em: EntityManager,
  facts: RunFacts,
  { matched, findings }: Comparison,
): Promise<void> {
  const { rail, currency, since, until, wholeUntil, transactions, unread } = facts
  const now = new Date()
  await em.fork().transactional(async (tx) => {
    const rows = new Map(
      findings.map((finding) => [findingId(facts, finding), rowOf(facts, finding, now)] as const),
    )
    for (const some of chunks([...rows])) {
      // What was resolved and is there again is news, whatever was said of it then.
      await tx.nativeUpdate(
        ReconciliationFindingRow,
        { id: { $in: some.map(([id]) => id) }, resolvedAt: { $ne: null } },
        { acknowledgedAt: null, note: null },
      )
      await tx.upsertMany(
        ReconciliationFindingRow,
        some.map(([id, row]) => ({ id, ...row })),
        { onConflictMergeFields: [...ANEW] },
      )
    }
    const open = await tx.find(ReconciliationFindingRow, {
      rail,
      currency,
      resolvedAt: null,
      // Whether a payment is decided is looked at however old it is.
      $or: [{ at: { $gte: new Date(since), $lt: new Date(until) } }, { kind: 'payment_undecided' }],
      discriminator: { $nin: unread.map(({ subject }) => subject) },
    })
    for (const finding of open) if (!rows.has(finding.id)) finding.resolvedAt = now
    await tx.upsert(ReconciliationRunRow, {
      rail,
      currency,
      since: new Date(since),
      reconciledUntil: new Date(wholeUntil),
      transactions,
      matched,
      findings: findings.length,
      finishedAt: now,
    })
  })
}

/** What is written anew when a finding is found again. */
const ANEW = ['lastSeenAt', 'resolvedAt', 'amountAtBank', 'amountRecorded', 'recordId', 'invoiceId'] as const

function findingId({ rail }: Account, { kind, subject }: Finding): string {
  return deterministicId('fnd', `${rail} ${kind} ${subject}`)
}

function rowOf({ rail, currency }: Account, finding: Finding, now: Date) {
  const { kind, subject, at, transactionId = null, recorded, amountAtBank = null } = finding
  const about = {
    rail,
    currency,
    kind,
    discriminator: subject,
    transactionId,
    recordId: recorded?.id ?? null,
  }
  const amounts = { amountAtBank, amountRecorded: recorded?.isFinal ? recorded.amount : null }
  const times = { at: new Date(at), foundAt: now, lastSeenAt: now, resolvedAt: null }
  return { ...about, ...amounts, ...times, invoiceId: recorded?.invoiceId ?? null }
}

/** Rows by the thousand: one statement has room for 65,535 values. */
function chunks<T>(list: readonly T[], size = 1_000): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}
