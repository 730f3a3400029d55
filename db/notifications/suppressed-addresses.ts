import type { AddressReopening, Channel, DeliveryFailure } from '../../domain/invoice/index.ts'
import { ago, type DueRows } from '../claims.ts'
import { newId } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { nameActor } from '../settings/change-settings.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface SuppressedAddress {
  merchantId: string
  mode: Mode
  channel: Channel
  address: string
}

export interface ReopenedAddress extends SuppressedAddress {
  id: string
  cause: AddressReopening['cause']
}

interface CurrentSuppression extends SuppressedAddress {
  id: string
  createdAtMs: number
}

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

interface RequestedReopening {
  id: string
  channel: Channel
  /** The text is the database's, because a `Date` has no microseconds. */
  requestedAt: string
}

/** The request is recorded first, because the provider can report the reopening at once. */
export async function requestReopening(
  em: EntityManager,
  address: string,
  { merchantId, mode }: Pick<SuppressedAddress, 'merchantId' | 'mode'>,
): Promise<RequestedReopening[]> {
  return em.execute(
    `update suppressed_address set reopening_requested_at = now()
     where address = lower(?) and reopened_at is null and merchant_id = ? and mode = ?
     returning id, channel, reopening_requested_at::text as "requestedAt"`,
    [address, merchantId, mode],
  )
}

/** A request that changed nothing at the provider must not hide a later change there. Newer requests stay. */
export async function withdrawRequests(
  em: EntityManager,
  requested: readonly RequestedReopening[],
): Promise<void> {
  await em.execute(
    `update suppressed_address s set reopening_requested_at = null
     from jsonb_to_recordset(?::jsonb) as r(id text, "requestedAt" timestamptz)
     where s.id = r.id and s.reopened_at is null and s.reopening_requested_at = r."requestedAt"`,
    [JSON.stringify(requested)],
  )
}

export async function lockSuppressions(
  tx: EntityManager,
  address: string,
  { merchantId, mode }: { merchantId?: string; mode: Mode },
): Promise<CurrentSuppression[]> {
  return tx.execute(
    `select id, merchant_id as "merchantId", mode, channel, address,
       extract(epoch from created_at)::float8 * 1000 as "createdAtMs"
     from suppressed_address
     where address = lower(?) and reopened_at is null and mode = ?
       and (?::text is null or merchant_id = ?::text)
     order by id for update`,
    [address, mode, merchantId ?? null, merchantId ?? null],
  )
}

/**
 * Counts a request that is not recorded as done yet for five minutes.
 *
 * @returns milliseconds since 1970
 */
export async function lastReopeningByMerchant(
  em: EntityManager,
  mode: Mode,
  address: string,
): Promise<number> {
  const [row] = await em.execute<{ at: number | null }[]>(
    `select extract(epoch from max(coalesce(reopened_at, reopening_requested_at)))::float8 * 1000 as at
     from suppressed_address
     where address = lower(?) and mode = ? and case
       when reopened_at is null then reopening_requested_at > now() - interval '5 minutes'
       else reopened_at > now() - interval '1 hour'
         and reopened_cause -> 'actor' ->> 'type' in ('api_key', 'person') end`,
    [address, mode],
  )
  return row?.at ?? 0
}

/** `tx` must hold the lock of `lockSuppressions`. */
export async function endSuppressions(
  tx: EntityManager,
  suppressions: readonly CurrentSuppression[],
  cause: ReopenedAddress['cause'],
): Promise<ReopenedAddress[]> {
  await nameActor(tx, cause.actor)
  await tx.execute(
    `update suppressed_address set reopened_at = now(), reopened_cause = ?::jsonb
     where id in (select jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(cause), JSON.stringify(suppressions.map(({ id }) => id))],
  )
  return suppressions.map((suppression) => ({ ...suppression, cause }))
}

export async function markReopeningReported(em: EntityManager, id: string): Promise<void> {
  await em.execute('update suppressed_address set reported_at = now() where id = ?', [id])
}

export function unreportedReopenings(graceMs: number): DueRows {
  return {
    table: 'suppressed_address',
    where: `reopened_at is not null and reported_at is null
      and (claimed_at is null or claimed_at <= ${ago(graceMs)})`,
    orderBy: 'reopened_at',
    claimColumn: 'claimed_at',
  }
}

interface UndeliveredInvoice {
  id: string
  merchantId: string
  testClockOffsetMs: number
}

const MISSED = `'receipt_failed', 'refund_notice_failed', 'credit_note_failed', 'void_notice_failed'`

/**
 * Returns invoices in the order of their ids, at most `limit` after `after`.
 * A paid invoice misses only a receipt or a note.
 */
export async function findUndelivered(
  em: EntityManager,
  { merchantId, mode, channel, address }: SuppressedAddress,
  { after, limit }: { after: string; limit: number },
): Promise<UndeliveredInvoice[]> {
  const column = channel === 'email' ? 'customer_email' : 'customer_phone'
  return em.execute(
    `select i.id, i.merchant_id as "merchantId", i.test_clock_offset_ms::float8 as "testClockOffsetMs"
     from invoice i
     where i.merchant_id = ? and i.mode = ? and lower(i.${column}) = ?
       and i.status <> 'draft' and i.id > ?
       and exists (
         select from invoice_event e where e.invoice_id = i.id and e.type = any(
           case when i.status = 'paid' then array[${MISSED}] else array['delivery_failed', ${MISSED}] end))
     order by i.id limit ?`,
    [merchantId, mode, address, after, limit],
  )
}

export async function latestMessagesTo(em: EntityManager, mode: Mode, address: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select distinct on (i.merchant_id) n.id
     from invoice i join notification n on n.invoice_id = i.id
     where i.mode = ? and lower(i.customer_email) = lower(?) and lower(n.recipient) = lower(?)
       and n.channel = 'email' and n.kind <> 'notice' and n.copy = 0 and n.status = 'sent'
     order by i.merchant_id, i.status in ('sent', 'viewed', 'overdue') desc, n.created_at desc`,
    [mode, address, address],
  )
  return rows.map(({ id }) => id)
}
