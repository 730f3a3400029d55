import type { Rail } from '../domain/invoice/index.ts'
import type { AccountTransaction, Comparison, Finding, RecordedMovement } from '../domain/reconciliation.ts'
import { ReconciliationFindingRow, ReconciliationRunRow } from './entities/index.ts'
import { idFrom } from './ids.ts'
import type { EntityManager } from './orm.ts'

/** The accounts of one rail in one currency. */
export interface Account {
  rail: Rail
  currency: string
}

/** A settled payment, or an executed refund, that by our logs became final. */
export interface ExpectedMovement extends RecordedMovement {
  /** It went to an account of the merchant's own, whose statement we do not see. */
  isElsewhere: boolean
  providerPaymentId: string
}

interface Row {
  id: string
  invoice_id: string
  merchant_id: string
  provider_id: string
  provider_payment_id: string
  state: string
  amount: string
  updated_at: string | Date
  to_own_account: boolean
}

/** The amount that settled is in the log; logs of the first version have only the one that was asked for. */
const PAYMENTS = `
  select a.id, a.invoice_id, i.merchant_id, a.provider_payment_id as provider_id, a.provider_payment_id, a.state,
    coalesce((e.data->>'amount')::bigint, a.amount)::text as amount, a.updated_at, a.to_own_account
  from payment_attempt a
  join invoice i on i.id = a.invoice_id
  left join invoice_event e
    on e.invoice_id = a.invoice_id and e.type = 'payment_settled' and e.data->>'attemptId' = a.id
  where a.rail = ? and a.currency = ? and a.provider_payment_id is not null`

const REFUNDS = `
  select r.id, r.invoice_id, i.merchant_id, r.provider_refund_id as provider_id, a.provider_payment_id, r.state,
    r.amount::text as amount, r.updated_at, a.to_own_account
  from refund r
  join payment_attempt a on a.id = r.attempt_id
  join invoice i on i.id = r.invoice_id
  where a.rail = ? and a.currency = ? and r.provider_refund_id is not null`

/** What our logs hold of the payments and refunds of a statement. */
export async function knownMovements(
  em: EntityManager,
  { rail, currency }: Account,
  statement: readonly AccountTransaction[],
): Promise<RecordedMovement[]> {
  const idsOf = (type: string) =>
    JSON.stringify(
      statement.flatMap((line) => (line.type === type && line.providerId ? [line.providerId] : [])),
    )
  const among = 'in (select jsonb_array_elements_text(?::jsonb))'
  const payments = await em
    .fork()
    .execute<Row[]>(`${PAYMENTS} and a.provider_payment_id ${among}`, [rail, currency, idsOf('payment')])
  const refunds = await em
    .fork()
    .execute<Row[]>(`${REFUNDS} and r.provider_refund_id ${among}`, [rail, currency, idsOf('refund')])
  return [...payments.map(paymentOf), ...refunds.map(refundOf)]
}

/** What became final by our logs at or after the one instant and before the other; milliseconds since 1970. */
export async function finalMovements(
  em: EntityManager,
  { rail, currency }: Account,
  since: number,
  until: number,
): Promise<ExpectedMovement[]> {
  const range = [new Date(since), new Date(until)]
  const payments = await em
    .fork()
    .execute<Row[]>(`${PAYMENTS} and a.state = 'settled' and a.updated_at >= ? and a.updated_at < ?`, [
      rail,
      currency,
      ...range,
    ])
  const refunds = await em
    .fork()
    .execute<Row[]>(`${REFUNDS} and r.state = 'executed' and r.updated_at >= ? and r.updated_at < ?`, [
      rail,
      currency,
      ...range,
    ])
  return [...payments.map(paymentOf), ...refunds.map(refundOf)]
}

/**
 * Payments that were on their way already at this instant, and are yet. In test mode that is by the invoice's own
 * clock, as in its timeline. Milliseconds since 1970.
 */
export async function processingSince(
  em: EntityManager,
  { rail, currency }: Account,
  instant: number,
): Promise<RecordedMovement[]> {
  const rows = await em.fork().execute<Row[]>(
    `${PAYMENTS} and a.state = 'processing' and coalesce(
       (select min(p.at) from invoice_event p
        where p.invoice_id = a.invoice_id and p.type = 'payment_processing' and p.data->>'attemptId' = a.id),
       a.updated_at) < ?::timestamptz + i.clock_ms * interval '1 millisecond'`,
    [rail, currency, new Date(instant)],
  )
  return rows.map(paymentOf)
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

function paymentOf(row: Row): ExpectedMovement {
  return { type: 'payment', ...movementOf(row), isFinal: row.state === 'settled' }
}

function refundOf(row: Row): ExpectedMovement {
  return { type: 'refund', ...movementOf(row), isFinal: row.state === 'executed' }
}

function movementOf(row: Row) {
  return {
    id: row.id,
    invoiceId: row.invoice_id,
    merchantId: row.merchant_id,
    providerId: row.provider_id,
    providerPaymentId: row.provider_payment_id,
    amount: BigInt(row.amount),
    at: new Date(row.updated_at).getTime(),
    isElsewhere: row.to_own_account,
  }
}
