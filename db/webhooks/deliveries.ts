import type { PublishedEvent } from '../../domain/events/published-event.ts'
import type { DeliveryStatus } from '../../domain/webhooks/delivery.ts'
import type { WebhookTry } from '../entities/index.ts'
import type { Owner } from '../events/publish.ts'
import { EVENT_JSON } from '../events/read-events.ts'
import { firstIdAt } from '../ids.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

const MAX_REDELIVERIES = 10_000

/** Instants are in milliseconds since 1970. */
export interface DeliveryRecord {
  id: string
  endpointId: string
  event: PublishedEvent
  request: string
  status: DeliveryStatus | 'sending'
  attempts: number
  tries: WebhookTry[]
  nextAtMs: number | null
  createdAtMs: number
  updatedAtMs: number
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

const COLUMNS = `d.id, d.endpoint_id as "endpointId", ${EVENT_JSON} as event, d.request, d.status, d.attempts, d.tries, ${ms('d.next_at')} as "nextAtMs",
  ${ms('d.created_at')} as "createdAtMs", ${ms('d.updated_at')} as "updatedAtMs"`

export interface DeliveryFilter {
  limit: number
  cursor?: string | undefined
  endpoint?: string | undefined
  event?: string | undefined
  status?: DeliveryStatus | undefined
}

export async function listDeliveries(
  em: EntityManager,
  { merchantId, mode }: Owner,
  { limit, cursor, endpoint, event, status }: DeliveryFilter,
): Promise<DeliveryRecord[]> {
  const conditions: [string, unknown[]][] = [
    ['d.merchant_id = ? and d.mode = ?', [merchantId, mode]],
    ...when(cursor, 'd.id < ?'),
    ...when(endpoint, 'd.endpoint_id = ?'),
    ...when(event, 'd.event_id = ?'),
    ...(status === undefined ? [] : ([[statusIs(status), []]] as [string, unknown[]][])),
  ]
  return executePrepared<DeliveryRecord>(
    em,
    `select ${COLUMNS} from webhook_delivery d join public_event e on e.id = d.event_id
     where ${conditions.map(([sql]) => sql).join(' and ')} order by d.id desc limit ?`,
    [...conditions.flatMap(([, values]) => values), limit + 1],
  )
}

function statusIs(status: DeliveryStatus): string {
  return status === 'pending' ? "d.status in ('pending', 'sending')" : `d.status = '${status}'`
}

function when(value: unknown, sql: string): [string, unknown[]][] {
  return value === undefined ? [] : [[sql, [value]]]
}

export async function findDelivery(
  em: EntityManager,
  { merchantId, mode }: Owner,
  id: string,
): Promise<DeliveryRecord | undefined> {
  const [row] = await executePrepared<DeliveryRecord>(
    em,
    `select ${COLUMNS} from webhook_delivery d join public_event e on e.id = d.event_id
     where d.id = ? and d.merchant_id = ? and d.mode = ?`,
    [id, merchantId, mode],
  )
  return row
}

const REDELIVERY = `insert into webhook_delivery (id, merchant_id, mode, endpoint_id, event_id, request)
  select new_type_id('whd'), p.merchant_id, p.mode, p.id, f.event_id, ?
  from fitting f join webhook_endpoint p on p.id = f.endpoint_id and p.status = 'enabled'
  on conflict (endpoint_id, event_id, request) do nothing`

export async function redeliver(
  em: EntityManager,
  { endpointId, event: { id: eventId } }: Pick<DeliveryRecord, 'endpointId'> & { event: { id: string } },
  commandId: string,
): Promise<string | undefined> {
  const [added] = await executePrepared<{ id: string }>(
    em,
    `with fitting as (select ?::text as endpoint_id, ?::text as event_id) ${REDELIVERY} returning id`,
    [endpointId, eventId, commandId],
  )
  if (added) return added.id
  // The first statement cannot see the row of a concurrent repetition.
  const [repeated] = await executePrepared<{ id: string }>(
    em,
    'select id from webhook_delivery where endpoint_id = ? and event_id = ? and request = ?',
    [endpointId, eventId, commandId],
  )
  return repeated?.id
}

export interface Range {
  /** Milliseconds since 1970. */
  since: number
  until: number
  isAll: boolean
}

export async function redeliverRange(
  em: EntityManager,
  endpointId: string,
  { since, until, isAll }: Range,
  commandId: string,
): Promise<number | 'too_many'> {
  const [row] = await executePrepared<{ found: number; count: number }>(
    em,
    `with found as (
       select distinct d.endpoint_id, d.event_id from webhook_delivery d
       where d.endpoint_id = ? and d.id >= ? and d.id < ? and d.request <> ? and (?::boolean or not exists (
         select from webhook_delivery o where o.endpoint_id = d.endpoint_id and o.event_id = d.event_id
           and o.request <> ? and o.status not in ('failed', 'cancelled')))
       limit ${MAX_REDELIVERIES + 1}),
     fitting as (select * from found where (select count(*) from found) <= ${MAX_REDELIVERIES}),
     added as (${REDELIVERY})
     select count(*)::integer as found from found`,
    [endpointId, firstIdAt('whd', since), firstIdAt('whd', until), commandId, isAll, commandId, commandId],
  )
  const found = row?.found ?? 0
  return found > MAX_REDELIVERIES ? 'too_many' : found
}
