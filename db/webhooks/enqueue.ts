import type { PublicEvent } from '../../domain/webhooks/events.ts'
import type { Mode } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export interface Owner {
  merchantId: string
  mode: Mode
}

/**
 * The lock of the counter makes the sequence follow the order of commits.
 * The lock of the payload makes the statement read the note again after an erasure:
 * https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED
 */
const DRAWN = `drawn as (
    insert into webhook_sequence as s (merchant_id, mode, last)
    select merchant_id, mode, count(*) from hooked group by merchant_id, mode order by merchant_id, mode
    on conflict (merchant_id, mode) do update set last = s.last + excluded.last
    returning merchant_id, mode, last),
  numbered as (
    select h.*, d.last - count(*) over (partition by merchant_id, mode)
      + row_number() over (partition by merchant_id, mode order by h.subject_id, h.seq) as sequence
    from hooked h join drawn d using (merchant_id, mode)),
  hook_event as (
    insert into webhook_event (id, merchant_id, mode, sequence, type, body, created_at)
    select n.id, n.merchant_id, n.mode, n.sequence, n.type,
      json_build_object('id', n.id, 'type', n.type, 'created_at', n.data -> 'recorded_at',
        'sequence', n.sequence, 'data', n.data || coalesce(
          (select jsonb_build_object('note', c.body -> 'note') from command_payload c
           where c.id = n.command_id and jsonb_exists(c.body, 'note') for share of c), '{}'))::text,
      (n.data ->> 'recorded_at')::timestamptz
    from numbered n
    returning id, merchant_id, mode, type)`

const MATCHES = `p.merchant_id = o.merchant_id and p.mode = o.mode and p.status = 'enabled'
    and (p.events is null or jsonb_exists(p.events, o.type))`

export const NEW_DELIVERIES = `hooked as (
    select o.* from occurred o where exists (select from webhook_endpoint p where ${MATCHES})),
  ${DRAWN},
  new_delivery as (
    insert into webhook_delivery (id, merchant_id, mode, endpoint_id, event_id)
    select new_type_id('whd'), o.merchant_id, o.mode, p.id, o.id
    from hook_event o join webhook_endpoint p on ${MATCHES})`

const OCCURRED = `occurred as (
    select *, null as command_id from jsonb_to_recordset(?::jsonb) as o(id text, merchant_id text, mode text,
      type text, data jsonb, subject_id text, seq integer))`

/** The transaction must store the events. */
export async function enqueueWebhooks(
  tx: EntityManager,
  { merchantId, mode }: Owner,
  makeEvents: () => readonly PublicEvent[],
): Promise<void> {
  if (!(await hasEndpoint(tx, { merchantId, mode }))) return
  const rows = makeEvents().map((event) => ({
    id: event.id,
    merchant_id: merchantId,
    mode,
    type: event.type,
    data: event,
    subject_id: subjectOf(event),
    seq: event.seq,
  }))
  if (rows.length === 0) return
  await executePrepared(tx, `with ${OCCURRED}, ${NEW_DELIVERIES} select`, [JSON.stringify(rows)])
}

function subjectOf(event: PublicEvent): string {
  if ('invoice_id' in event) return event.invoice_id
  return 'customer_id' in event ? event.customer_id : event.recurring_invoice_id
}

async function hasEndpoint(em: EntityManager, { merchantId, mode }: Owner): Promise<boolean> {
  const rows = await executePrepared(
    em,
    `select from webhook_endpoint where merchant_id = ? and mode = ? and status = 'enabled' limit 1`,
    [merchantId, mode],
  )
  return rows.length > 0
}

export async function enqueueFor(
  em: EntityManager,
  { merchantId, mode }: Owner,
  endpointId: string,
  event: { id: string; type: string; data: object },
  commandId: string,
): Promise<string | undefined> {
  const [row] = await executePrepared<{ id: string }>(
    em,
    `with hooked as (
       select ?::text as id, p.merchant_id, p.mode, ?::text as type, ?::jsonb as data, null as command_id,
         p.id as subject_id, 1 as seq
       from webhook_endpoint p
       where p.id = ? and p.merchant_id = ? and p.mode = ? and p.status = 'enabled'
         and not exists (select from webhook_delivery d where d.endpoint_id = p.id and d.event_id = ?)),
     ${DRAWN},
     new_delivery as (
       insert into webhook_delivery (id, merchant_id, mode, endpoint_id, event_id, request)
       select new_type_id('whd'), e.merchant_id, e.mode, h.subject_id, e.id, ?
       from hook_event e join hooked h using (id) returning id)
     select id from new_delivery
     union all select id from webhook_delivery where endpoint_id = ? and event_id = ?`,
    [
      event.id,
      event.type,
      JSON.stringify(event.data),
      endpointId,
      merchantId,
      mode,
      event.id,
      commandId,
      endpointId,
      event.id,
    ],
  )
  return row?.id
}
