import type { PublishedEvent } from '../../domain/events/published-event.ts'
import { type Answer, FAILED_EVENTS, FAILING_DAYS, type Verdict } from '../../domain/webhooks/delivery.ts'
import { ago, type DueRows } from '../claims.ts'
import type { EndpointSecret, WebhookTry } from '../entities/index.ts'
import { EVENT_JSON } from '../events/read-events.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

/** `CLAIM_MS` must exceed the longest try. */
const CLAIM_MS = 60_000
const LATE_MS = 600_000

export interface Places {
  running: ReadonlyMap<string, number>
  free: number
  perEndpoint: number
  perFailingEndpoint: number
  takesFailing: boolean
}

export interface ClaimedDelivery {
  id: string
  merchantId: string
  endpointId: string
  claims: number
  attempts: number
  url: string
  secrets: EndpointSecret[]
  event: PublishedEvent
}

export async function claimDeliveries(em: EntityManager, places: Places): Promise<ClaimedDelivery[]> {
  const { running, free, perEndpoint, perFailingEndpoint, takesFailing } = places
  const claimed = await executePrepared<ClaimedDelivery & { isEnabled: boolean }>(em, CLAIM, [
    JSON.stringify([...running].map(([id, tries]) => ({ id, tries }))),
    perEndpoint,
    takesFailing ? perFailingEndpoint : 0,
    free,
  ])
  return claimed.filter(({ isEnabled }) => isEnabled)
}

/** The recursion reads one index entry for each endpoint: https://wiki.postgresql.org/wiki/Loose_indexscan */
const CLAIM = `with recursive waiting as (
    (select endpoint_id as id from webhook_delivery where status = 'pending' order by endpoint_id limit 1)
    union all
    select (select d.endpoint_id from webhook_delivery d where d.status = 'pending' and d.endpoint_id > w.id
      order by d.endpoint_id limit 1)
    from waiting w where w.id is not null),
  running as (select * from jsonb_to_recordset(?::jsonb) as r(id text, tries integer)),
  place as (
    select p.id, case when p.failing_since is null or p.status <> 'enabled' then ?::integer else ?::integer end
      - coalesce((select r.tries from running r where r.id = p.id), 0) as free
    from waiting w join webhook_endpoint p using (id) order by p.failing_since is not null, p.id),
  due as (
    select d.id from place cross join lateral (
      select c.id from webhook_delivery c where c.endpoint_id = place.id and c.status = 'pending'
      order by c.id limit greatest(place.free, 0) for no key update skip locked) d
    limit ?::integer)
  update webhook_delivery t set claims = t.claims + 1, updated_at = now(),
    status = case when p.status = 'enabled' then 'sending' else 'cancelled' end,
    check_at = case when p.status = 'enabled' then now() + interval '${CLAIM_MS} milliseconds' end
  from due, webhook_endpoint p, public_event e
  where t.id = due.id and p.id = t.endpoint_id and e.id = t.event_id
  returning t.id, t.merchant_id as "merchantId", t.endpoint_id as "endpointId", t.claims, t.attempts, p.url, p.secrets,
    ${EVENT_JSON} as event, p.status = 'enabled' as "isEnabled"`

export async function saveTry(
  em: EntityManager,
  { id, claims }: Pick<ClaimedDelivery, 'id' | 'claims'>,
  { statusCode, failure, body, durationMs }: Answer,
  verdict: Verdict,
  countsForEndpoint: boolean,
): Promise<boolean> {
  const at = new Date(Date.now() - durationMs).toISOString()
  const entry: WebhookTry = { at, durationMs: Math.round(durationMs), statusCode, failure, body }
  const rows = await executePrepared(em, SAVE_TRY, [
    verdict.outcome,
    verdict.outcome === 'retrying' ? verdict.delayMs : null,
    JSON.stringify([entry]),
    id,
    claims,
    countsForEndpoint,
  ])
  return rows.length > 0
}

const SAVE_TRY = `with result as (
    select ?::text as status, ?::float8 * interval '1 millisecond' as delay, ?::jsonb as tries),
  saved as (
    update webhook_delivery d set status = r.status, attempts = d.attempts + 1, tries = d.tries || r.tries,
      next_at = now() + r.delay, check_at = case when r.delay is not null then now() end, updated_at = now()
    from result r where d.id = ? and d.claims = ? and d.status = 'sending'
    returning d.endpoint_id, d.status),
  endpoint as (
    update webhook_endpoint p set failing_since = case when s.status = 'succeeded' then null else now() end
    from saved s
    where p.id = s.endpoint_id and ?::boolean and (p.failing_since is null) = (s.status <> 'succeeded'))
  select from saved`

export async function disableEndpoint(
  em: EntityManager,
  endpointId: string,
  isGone: boolean,
): Promise<boolean> {
  const rows = await executePrepared(
    em,
    `update webhook_endpoint p set status = 'disabled', disabled_reason = ?, disabled_at = now(),
       notice_due_at = now(), updated_at = now()
     where p.id = ? and p.status = 'enabled' and (?::boolean or (
       p.failing_since <= now() - interval '${FAILING_DAYS} days' and ${FAILED_EVENTS} <= (
         select count(*) from (
           select distinct d.event_id from webhook_delivery d
           where d.endpoint_id = p.id and d.attempts > 0 and d.status not in ('succeeded', 'sending')
             and d.updated_at >= p.failing_since limit ${FAILED_EVENTS}) failed)))
     returning p.id`,
    [isGone ? 'gone' : 'failing', endpointId, isGone],
  )
  return rows.length > 0
}

export async function markHandedOver(em: EntityManager, id: string): Promise<void> {
  await executePrepared(
    em,
    `update webhook_delivery set check_at = greatest(next_at, now()) + interval '${LATE_MS} milliseconds'
     where id = ? and status = 'retrying'`,
    [id],
  )
}

/** @returns milliseconds */
export async function makeDeliveryDue(em: EntityManager, id: string): Promise<number | undefined> {
  const [row] = await executePrepared<{ waitMs: number }>(
    em,
    `with due as (
       update webhook_delivery set status = 'pending', next_at = null, check_at = null, updated_at = now()
       where id = ? and status = 'retrying' and next_at <= now() returning id)
     select ceil(extract(epoch from next_at - now()) * 1000)::float8 as "waitMs" from webhook_delivery
     where id = ? and status = 'retrying' and not exists (select from due)`,
    [id, id],
  )
  return row && Math.max(row.waitMs, 1)
}

export function lostTries(graceMs: number): Pick<DueRows, 'table' | 'where'> {
  return { table: 'webhook_delivery', where: `status = 'sending' and check_at <= ${ago(graceMs)}` }
}

export async function releaseLostTries(em: EntityManager, graceMs: number): Promise<void> {
  const { table, where } = lostTries(graceMs)
  await em.execute(
    `update ${table} set status = 'pending', check_at = null, updated_at = now() where ${where}`,
  )
}

export function retriesWithoutWorkflow(graceMs: number): DueRows {
  return {
    table: 'webhook_delivery',
    where: `status = 'retrying' and check_at <= ${ago(graceMs)}`,
    orderBy: 'check_at',
    claimColumn: 'check_at',
  }
}

export function unsentNotices(graceMs: number): DueRows {
  return {
    table: 'webhook_endpoint',
    where: `notice_due_at <= ${ago(graceMs)}`,
    orderBy: 'notice_due_at',
    claimColumn: 'notice_due_at',
  }
}

export async function markNoticeSent(em: EntityManager, endpointId: string, disabledAt: Date): Promise<void> {
  await executePrepared(
    em,
    `update webhook_endpoint set notice_due_at = null
     where id = ? and date_trunc('milliseconds', disabled_at) = ?`,
    [endpointId, disabledAt],
  )
}
