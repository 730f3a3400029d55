import type { Actor, Channel, DeliveryFailure } from '../../domain/invoice/index.ts'
import type { Mode } from '../entities/index.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'

export interface SuppressedAddress {
  merchantId: string
  mode: Mode
  channel: Channel
  /** Is in lower case. */
  address: string
}

interface CurrentSuppression extends SuppressedAddress {
  /** Is in milliseconds since 1970. */
  createdAtMs: number
}

/** An address that is already suppressed gets the latest reason. */
export async function suppressAddress(
  em: EntityManager,
  { merchantId, mode, channel, address }: SuppressedAddress,
  reason: DeliveryFailure,
): Promise<void> {
  await em.execute(
    `insert into suppressed_address (id, merchant_id, mode, channel, address, reason)
     values (?, ?, ?, ?, lower(?), ?)
     on conflict (merchant_id, mode, channel, address) where reopened_at is null
     do update set reason = excluded.reason`,
    [newId('sup'), merchantId, mode, channel, address, reason],
  )
}

/**
 * Locks the rows until the transaction ends.
 *
 * @param only a merchant and mode; without both, all suppressions
 */
export async function lockSuppressions(
  tx: EntityManager,
  address: string,
  only?: Pick<SuppressedAddress, 'merchantId' | 'mode'>,
): Promise<CurrentSuppression[]> {
  return tx.execute(
    `select merchant_id as "merchantId", mode, channel, address,
       extract(epoch from created_at)::float8 * 1000 as "createdAtMs"
     from suppressed_address
     where address = lower(?) and reopened_at is null
       and (?::text is null or (merchant_id = ?::text and mode = ?::text))
     order by id for update`,
    [address, only?.merchantId ?? null, only?.merchantId ?? null, only?.mode ?? null],
  )
}

/**
 * Considers only reopenings of the last hour.
 *
 * @returns milliseconds since 1970, 0 without a reopening
 */
export async function lastReopeningByMerchant(em: EntityManager, address: string): Promise<number> {
  const [row] = await em.execute<{ at: number | null }[]>(
    `select extract(epoch from max(reopened_at))::float8 * 1000 as at from suppressed_address
     where address = lower(?) and reopened_at > now() - interval '1 hour'
       and reopened_by ->> 'type' in ('api_key', 'person')`,
    [address],
  )
  return row?.at ?? 0
}

export async function endSuppression(
  em: EntityManager,
  { merchantId, mode, channel, address }: SuppressedAddress,
  actor: Actor,
): Promise<void> {
  await em.execute(
    `update suppressed_address set reopened_at = now(), reopened_by = ?::jsonb
     where merchant_id = ? and mode = ? and channel = ? and address = ? and reopened_at is null`,
    [JSON.stringify(actor), merchantId, mode, channel, address],
  )
}

interface UndeliveredInvoice {
  id: string
  merchantId: string
  testClockOffsetMs: number
}

/** Counts old failures too. */
export async function findUndelivered(
  em: EntityManager,
  { merchantId, mode, channel, address }: SuppressedAddress,
): Promise<UndeliveredInvoice[]> {
  const column = channel === 'email' ? 'customer_email' : 'customer_phone'
  return em.execute(
    `select i.id, i.merchant_id as "merchantId", i.test_clock_offset_ms::float8 as "testClockOffsetMs"
     from invoice i
     where i.merchant_id = ? and i.mode = ? and lower(i.${column}) = ?
       and exists (
         select from invoice_event e where e.invoice_id = i.id and e.type = 'delivery_failed')`,
    [merchantId, mode, address],
  )
}
