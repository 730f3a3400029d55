import type { PublicEvent } from '../../domain/events/event-types.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface Owner {
  merchantId: string
  mode: Mode
}

/**
 * The lock of the counter makes the sequence follow the order of commits.
 * The lock of the payload makes the statement read the note again after an erasure:
 * https://www.postgresql.org/docs/current/transaction-iso.html#XACT-READ-COMMITTED
 */
const PUBLISHED = `drawn as (
    insert into event_sequence as s (merchant_id, mode, last, last_at)
    select merchant_id, mode, count(*), clock_timestamp() from occurred
    group by merchant_id, mode order by merchant_id, mode
    on conflict (merchant_id, mode) do update
      set last = s.last + excluded.last, last_at = greatest(s.last_at, clock_timestamp())
    returning merchant_id, mode, last, last_at),
  published as (
    insert into public_event (id, merchant_id, mode, sequence, type, data, created_at)
    select o.id, merchant_id, mode,
      d.last - count(*) over (partition by merchant_id, mode)
        + row_number() over (partition by merchant_id, mode order by o.ordinality),
      o.type,
      case when o.command_id is null then o.data else o.data || coalesce(
        (select jsonb_build_object('note', c.body -> 'note') from command_payload c
         where c.id = o.command_id and jsonb_exists(c.body, 'note') for share of c), '{}') end,
      d.last_at
    from occurred o join drawn d using (merchant_id, mode)
    returning id, merchant_id, mode, type)`

/** Others wait for the counter until the commit, so its lock must be the last. */
export const PUBLISH = `${PUBLISHED},
  new_delivery as (
    insert into webhook_delivery (id, merchant_id, mode, endpoint_id, event_id)
    select new_type_id('whd'), o.merchant_id, o.mode, p.id, o.id
    from published o join webhook_endpoint p on p.merchant_id = o.merchant_id and p.mode = o.mode
      and p.status = 'enabled' and (p.events is null or jsonb_exists(p.events, o.type)))`

const OCCURRED = `occurred as (
    select o.*, null as command_id
    from rows from (jsonb_to_recordset(?::jsonb) as (id text, merchant_id text, mode text, type text, data jsonb))
      with ordinality as o)`

/**
 * Gives the events their sequence, and creates their webhook deliveries.
 *
 * The transaction must have stored the events.
 */
export async function publishEvents(
  tx: EntityManager,
  { merchantId, mode }: Owner,
  events: readonly PublicEvent[],
): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => {
    const { id, type } = event
    return { id, merchant_id: merchantId, mode, type, data: event }
  })
  await executePrepared(tx, `with ${OCCURRED}, ${PUBLISH} select`, [JSON.stringify(rows)])
}

export async function publishTo(
  em: EntityManager,
  { merchantId, mode }: Owner,
  endpointId: string,
  event: { id: string; type: string; data: object },
  commandId: string,
): Promise<string | undefined> {
  const [row] = await executePrepared<{ id: string }>(
    em,
    `with occurred as (
       select ?::text as id, p.merchant_id, p.mode, ?::text as type, ?::jsonb as data, null as command_id,
         1 as ordinality, p.id as endpoint_id
       from webhook_endpoint p
       where p.id = ? and p.merchant_id = ? and p.mode = ? and p.status = 'enabled'
         and not exists (select from webhook_delivery d where d.endpoint_id = p.id and d.event_id = ?)),
     ${PUBLISHED},
     new_delivery as (
       insert into webhook_delivery (id, merchant_id, mode, endpoint_id, event_id, request)
       select new_type_id('whd'), e.merchant_id, e.mode, o.endpoint_id, e.id, ?
       from published e join occurred o using (id) returning id)
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
