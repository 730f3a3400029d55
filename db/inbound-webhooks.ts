import { ago, claimRows, type DueRows } from './claims.ts'
import { RAILS } from '../domain/invoice/index.ts'
import { InboundWebhookRow } from './entities/index.ts'
import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'

export type SavedWebhook = Pick<InboundWebhookRow, 'source' | 'mode' | 'eventId' | 'body'>

/** The lock makes an erasure wait for the new webhook. */
export const MESSAGES = `message as (
    select n.id, n.recipient = '' as is_erased from notification n join webhook w on w.message_id = n.id
    order by n.id for share of n)`

/** A body about a message to an erased customer must not be stored. */
export async function saveWebhook(
  em: EntityManager,
  { source, mode, eventId, body, messageId }: SavedWebhook & { messageId?: string | undefined },
): Promise<'new' | 'unprocessed' | 'processed'> {
  const inserted = await executePrepared(
    em,
    `with webhook as (
       select ?::text as source, ?::text as mode, ?::text as event_id, ?::text as body, ?::text as message_id),
     ${MESSAGES}
     insert into inbound_webhook (source, mode, event_id, body, message_id)
     select w.source, w.mode, w.event_id, case when m.is_erased then '{}' else w.body end, w.message_id
     from webhook w left join message m on m.id = w.message_id
     on conflict do nothing returning event_id`,
    [source, mode, eventId, body, messageId ?? null],
  )
  if (inserted.length > 0) return 'new'
  const row = await em.findOneOrFail(
    InboundWebhookRow,
    { source, mode, eventId },
    { fields: ['processedAt'], disableIdentityMap: true },
  )
  return row.processedAt ? 'processed' : 'unprocessed'
}

/** The body of a bank's webhook is emptied, because it can name the payer. */
export async function markProcessed(
  em: EntityManager,
  { source, mode, eventId }: Omit<SavedWebhook, 'body'>,
  outcome: string,
): Promise<void> {
  await executePrepared(
    em,
    `update inbound_webhook set processed_at = now(), outcome = ?,
       body = case when source in (select jsonb_array_elements_text(?::jsonb)) then '{}' else body end
     where source = ? and mode = ? and event_id = ?`,
    [outcome, JSON.stringify(RAILS), source, mode, eventId],
  )
}

/** A body can name the payer, and polls and reconciliation find the payment without it. */
export function hopelessWebhooks(): Pick<DueRows, 'table' | 'where'> {
  return {
    table: 'inbound_webhook',
    where: `processed_at is null and received_at <= now() - interval '30 days'`,
  }
}

/** Empties the bodies. */
export async function giveUpWebhooks(
  em: EntityManager,
  limit: number,
): Promise<Pick<SavedWebhook, 'source' | 'mode' | 'eventId'>[]> {
  const { table, where } = hopelessWebhooks()
  return em.execute(
    `update ${table} t set processed_at = now(), outcome = 'given_up', body = '{}'
     from (select source, mode, event_id from ${table} where ${where}
           order by received_at limit ? for no key update skip locked) old
     where (t.source, t.mode, t.event_id) = (old.source, old.mode, old.event_id)
     returning t.source, t.mode, t.event_id as "eventId"`,
    [limit],
  )
}

export function unprocessedWebhooks(graceMs: number): DueRows {
  return {
    table: 'inbound_webhook',
    key: ['source', 'mode', 'event_id'],
    where: `processed_at is null and received_at <= ${ago(graceMs)} and (last_attempt_at is null
      or last_attempt_at <= least(${ago(graceMs)}, now() - least((now() - received_at) / 20, interval '1 hour')))`,
    orderBy: 'last_attempt_at nulls first, received_at',
    claimColumn: 'last_attempt_at',
  }
}

export async function claimUnprocessed(
  em: EntityManager,
  graceMs: number,
  limit: number,
): Promise<SavedWebhook[]> {
  const columns = 't.source, t.mode, t.event_id as "eventId", t.body'
  return claimRows<SavedWebhook>(em, unprocessedWebhooks(graceMs), columns, limit)
}
