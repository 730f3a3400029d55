import type { MinorUnits } from '../../domain/shared/money.ts'
import type { AccountTransaction, RecordedMovement } from '../../domain/payment/reconciliation.ts'
import type { EntityManager } from '../orm.ts'
import type { Account } from './runs.ts'

export interface LedgerEntry extends RecordedMovement {
  /** The account of the statement is at the rail; null means the merchant's own bank. */
  settlementAccount: string | null
  providerPaymentId: string
  isExpected: boolean
}

interface Row {
  id: string
  invoice_id: string
  merchant_id: string
  provider_id: string
  provider_payment_id: string
  status: string
  amount: MinorUnits
  updated_at: string | Date
  settlement_account: string | null
  reversal_status:
    | 'payment_reversed'
    | 'payment_reversal_accepted'
    | 'payment_currency_mismatched'
    | 'payment_amount_unreadable'
    | null
}

const PAYMENTS = `
  select a.id, a.invoice_id, i.merchant_id, a.provider_payment_id as provider_id, a.provider_payment_id, a.status,
    coalesce((e.data->>'amount')::bigint, a.amount)::float8 as amount, a.updated_at, a.settlement_account,
    (select nullif(u.type, 'payment_reinstated') from invoice_event u
      where u.invoice_id = a.invoice_id and (u.type = 'payment_reversal_accepted' and u.data->>'paymentId' = a.id
        or u.type in ('payment_reversed', 'payment_reinstated', 'payment_currency_mismatched',
            'payment_amount_unreadable')
          and u.data->>'attemptId' = a.id)
      order by u.seq desc limit 1) as reversal_status
  from payment_attempt a
  join invoice i on i.id = a.invoice_id
  left join invoice_event e
    on e.invoice_id = a.invoice_id and e.type = 'payment_settled' and e.data->>'attemptId' = a.id
  where a.rail = ? and a.mode = ? and a.currency = ? and a.provider_payment_id is not null`

const REFUNDS = `
  select r.id, r.invoice_id, i.merchant_id, r.provider_refund_id as provider_id, a.provider_payment_id, r.status,
    r.amount::float8 as amount, r.updated_at, a.settlement_account, null as reversal_status
  from refund r
  join payment_attempt a on a.id = r.attempt_id
  join invoice i on i.id = r.invoice_id
  where a.rail = ? and a.mode = ? and a.currency = ? and r.provider_refund_id is not null`

export async function entriesFor(
  em: EntityManager,
  { rail, mode, currency }: Account,
  statement: readonly AccountTransaction[],
): Promise<RecordedMovement[]> {
  const idsOf = (type: string) =>
    JSON.stringify(
      statement.flatMap((line) => (line.type === type && line.providerId ? [line.providerId] : [])),
    )
  const inList = 'in (select jsonb_array_elements_text(?::jsonb))'
  const payments = await em.execute<Row[]>(`${PAYMENTS} and a.provider_payment_id ${inList}`, [
    rail,
    mode,
    currency,
    idsOf('payment'),
  ])
  const refunds = await em.execute<Row[]>(`${REFUNDS} and r.provider_refund_id ${inList}`, [
    rail,
    mode,
    currency,
    idsOf('refund'),
  ])
  return [...payments.map(paymentOf), ...refunds.map(refundOf)]
}

/**
 * @param since milliseconds since 1970, inclusive
 * @param until milliseconds since 1970, exclusive
 */
export async function finalEntries(
  em: EntityManager,
  { rail, mode, currency }: Account,
  since: number,
  until: number,
): Promise<LedgerEntry[]> {
  const range = [new Date(since), new Date(until)]
  const payments = await em.execute<Row[]>(
    `${PAYMENTS} and a.status = 'settled' and a.updated_at >= ? and a.updated_at < ?`,
    [rail, mode, currency, ...range],
  )
  const refunds = await em.execute<Row[]>(
    `${REFUNDS} and r.status = 'executed' and r.updated_at >= ? and r.updated_at < ?`,
    [rail, mode, currency, ...range],
  )
  return [...payments.map(paymentOf), ...refunds.map(refundOf)]
}

/** @param instant milliseconds since 1970 */
export async function undecidedSince(
  em: EntityManager,
  { rail, mode, currency }: Account,
  instant: number,
): Promise<RecordedMovement[]> {
  const before = "< ?::timestamptz + i.test_clock_offset_ms * interval '1 millisecond'"
  const values = [rail, mode, currency, new Date(instant)]
  const payments = await em.execute<Row[]>(
    `${PAYMENTS} and a.status in ('started', 'authorizing', 'processing') and coalesce(
       (select max(p.at) from invoice_event p
        where p.invoice_id = a.invoice_id and p.type in ('payment_started', 'payment_processing')
          and p.data->>'attemptId' = a.id),
       a.updated_at) ${before}`,
    values,
  )
  const refunds = await em.execute<Row[]>(
    `${REFUNDS} and r.status = 'submitted' and coalesce(
       (select max(p.at) from invoice_event p
        where p.invoice_id = r.invoice_id and p.type = 'refund_submitted' and p.data->>'refundId' = r.id),
       r.updated_at) ${before}`,
    values,
  )
  return [...payments.map(paymentOf), ...refunds.map(refundOf)]
}

function paymentOf(row: Row): LedgerEntry {
  const isExpected = row.reversal_status === null || row.reversal_status === 'payment_reversed'
  const isFinal = row.status === 'settled' && row.reversal_status === null
  return { type: 'payment', ...movementOf(row), isFinal, isExpected }
}

function refundOf(row: Row): LedgerEntry {
  return { type: 'refund', ...movementOf(row), isFinal: row.status === 'executed', isExpected: true }
}

function movementOf(row: Row) {
  return {
    id: row.id,
    invoiceId: row.invoice_id,
    merchantId: row.merchant_id,
    providerId: row.provider_id,
    providerPaymentId: row.provider_payment_id,
    amount: row.amount,
    at: new Date(row.updated_at).getTime(),
    settlementAccount: row.settlement_account,
  }
}
