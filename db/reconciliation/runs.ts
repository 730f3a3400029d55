import type { Rail } from '../../domain/invoice/index.ts'
import type { Comparison, Finding } from '../../domain/payment/reconciliation.ts'
import { ReconciliationFindingRow, ReconciliationRunRow } from '../entities/index.ts'
import { deterministicId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface Account {
  rail: Rail
  mode: Mode
  currency: string
}

/** @param since milliseconds since 1970 */
export async function recentAccounts(em: EntityManager, since: number): Promise<Account[]> {
  return em.execute<Account[]>(
    `select distinct rail, mode, currency from payment_attempt
     where created_at >= ? or status in ('started', 'authorizing', 'processing')`,
    [new Date(since)],
  )
}

export async function reconciledAccounts(em: EntityManager): Promise<Account[]> {
  return em.execute<Account[]>('select distinct rail, mode, currency from reconciliation_run')
}

/** @param since milliseconds since 1970 */
export async function openFindings(
  em: EntityManager,
  account: Account,
  since: number,
): Promise<ReconciliationFindingRow[]> {
  return em.find(ReconciliationFindingRow, { ...account, resolvedAt: null, at: { $gte: new Date(since) } })
}

/** @returns milliseconds since 1970; undefined before the first run */
export async function reconciledUntil(em: EntityManager, account: Account): Promise<number | undefined> {
  const latest = { orderBy: { reconciledUntil: 'desc' }, limit: 1 } as const
  const [last] = await em.find(ReconciliationRunRow, { ...account }, latest)
  return last?.reconciledUntil.getTime()
}

export interface RunFacts extends Account {
  since: number
  until: number
  reconciledUntil: number
  transactions: number
  unread: readonly { subject: string }[]
}

export async function saveRun(
  em: EntityManager,
  facts: RunFacts,
  { matched, findings }: Comparison,
): Promise<void> {
  const { rail, mode, currency, since, until, transactions, unread } = facts
  const now = new Date()
  await em.transactional(
    async (tx) => {
      const rows = new Map(
        findings.map((finding) => [findingId(facts, finding), rowOf(facts, finding, now)] as const),
      )
      for (const chunk of chunks([...rows])) {
        // A resolved finding that returns needs a new acknowledgement.
        await tx.nativeUpdate(
          ReconciliationFindingRow,
          { id: { $in: chunk.map(([id]) => id) }, resolvedAt: { $ne: null } },
          { acknowledgedAt: null, note: null },
        )
        await tx.upsertMany(
          ReconciliationFindingRow,
          chunk.map(([id, row]) => ({ id, ...row })),
          { onConflictMergeFields: [...UPDATED_COLUMNS] },
        )
      }
      const open = await tx.find(ReconciliationFindingRow, {
        rail,
        mode,
        currency,
        resolvedAt: null,
        $or: [
          { at: { $gte: new Date(since), $lt: new Date(until) } },
          { kind: { $in: ['payment_undecided', 'refund_undecided'] } },
        ],
        discriminator: { $nin: unread.map(({ subject }) => subject) },
      })
      for (const finding of open) if (!rows.has(finding.id)) finding.resolvedAt = now
      await tx.upsert(ReconciliationRunRow, {
        rail,
        mode,
        currency,
        since: new Date(since),
        reconciledUntil: new Date(facts.reconciledUntil),
        transactions,
        matched,
        findings: findings.length,
        finishedAt: now,
      })
    },
    { clear: true },
  )
}

const UPDATED_COLUMNS = [
  'lastSeenAt',
  'resolvedAt',
  'amountAtBank',
  'amountRecorded',
  'recordId',
  'invoiceId',
] as const

function findingId({ rail, mode }: Account, { kind, subject }: Finding): string {
  return deterministicId('fnd', `${mode} ${rail} ${kind} ${subject}`)
}

function rowOf({ rail, mode, currency }: Account, finding: Finding, now: Date) {
  const { kind, subject, at, transactionId = null, recorded, amountAtBank = null } = finding
  const about = {
    rail,
    mode,
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

/**
 * Splits a list, because one statement takes at most 65,535 parameters.
 *
 * @see https://www.postgresql.org/docs/current/limits.html
 */
function chunks<T>(list: readonly T[], size = 1_000): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  )
}
