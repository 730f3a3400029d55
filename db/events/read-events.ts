import { type RawBuilder, sql } from 'kysely'
import { TEST_EVENT_TYPE } from '../../domain/events/event-types.ts'
import type { PublishedEvent } from '../../domain/events/published-event.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared, executeQuery } from '../prepared.ts'
import type { Owner } from './publish.ts'

/** Builds a `PublishedEvent` from the columns of `e`. */
export const EVENT_JSON = `jsonb_build_object('id', e.id, 'type', e.type, 'sequence', e.sequence, 'data', e.data,
    'createdAt', (extract(epoch from e.created_at) * 1000)::bigint)`

/** Instants are in milliseconds since 1970. */
export interface EventFilter {
  limit: number
  isNewestFirst?: boolean
  /** Excludes its sequence, as `before` does. */
  after?: number | undefined
  before?: number | undefined
  /** Includes its instant; `createdBefore` excludes it. */
  createdFrom?: number | undefined
  createdBefore?: number | undefined
  types?: readonly string[] | undefined
  invoice?: string | undefined
  customer?: string | undefined
  recurring?: string | undefined
}

export async function listEvents(
  em: EntityManager,
  owner: Owner,
  filter: EventFilter,
): Promise<PublishedEvent[]> {
  const rows = await executeQuery<{ event: PublishedEvent }>(em, listQuery(owner, filter))
  return rows.map(({ event }) => event)
}

function listQuery(owner: Owner, filter: EventFilter): RawBuilder<{ event: PublishedEvent }> {
  const { limit, isNewestFirst, types } = filter
  const inRange = rangeOf(owner, filter)
  const inOrder = sql`order by e.sequence ${isNewestFirst ? sql`desc` : sql``} limit ${limit}`
  const event = sql`${sql.raw(EVENT_JSON)} as event`
  const subjects = subjectsOf(filter)
  if (subjects.length > 0) {
    const isWanted = types ? sql`e.type = any(${types})` : sql`true`
    return sql`with subject as materialized (${sql.join(subjects, sql` intersect `)})
      select ${event} from subject s join public_event e on e.id = s.id where ${inRange} and ${isWanted} ${inOrder}`
  }
  if (!types) {
    return sql`select ${event} from public_event e where ${inRange} and e.type <> ${TEST_EVENT_TYPE} ${inOrder}`
  }
  // A rare type needs an index range of its own.
  return sql`select ${event} from unnest(${types}::text[]) as wanted (type) cross join lateral (
      select * from public_event e where ${inRange} and e.type = wanted.type ${inOrder}) e ${inOrder}`
}

function rangeOf({ merchantId, mode }: Owner, filter: EventFilter): RawBuilder<unknown> {
  const { after, before, createdFrom, createdBefore } = filter
  const firstAt = (at: number) =>
    sql`first_sequence(${merchantId}, ${mode}, ${new Date(at).toISOString()}::timestamptz)`
  const conditions = [
    sql`e.merchant_id = ${merchantId} and e.mode = ${mode}`,
    ...(after === undefined ? [] : [sql`e.sequence > ${after}`]),
    ...(before === undefined ? [] : [sql`e.sequence < ${before}`]),
    ...(createdFrom === undefined ? [] : [sql`e.sequence >= ${firstAt(createdFrom)}`]),
    ...(createdBefore === undefined ? [] : [sql`e.sequence < ${firstAt(createdBefore)}`]),
  ]
  return sql.join(conditions, sql` and `)
}

function subjectsOf({ invoice, customer, recurring }: EventFilter): RawBuilder<unknown>[] {
  return [
    ...(invoice === undefined ? [] : [sql`select id from invoice_event where invoice_id = ${invoice}`]),
    ...(customer === undefined ? [] : [sql`select id from customer_event where customer_id = ${customer}`]),
    ...(recurring === undefined
      ? []
      : [sql`select id from recurring_event where recurring_id = ${recurring}`]),
  ]
}

export async function findEvent(
  em: EntityManager,
  { merchantId, mode }: Owner,
  id: string,
): Promise<PublishedEvent | undefined> {
  const [row] = await executePrepared<{ event: PublishedEvent }>(
    em,
    `select ${EVENT_JSON} as event from public_event e
     where e.id = ? and e.merchant_id = ? and e.mode = ? and e.type <> '${TEST_EVENT_TYPE}'`,
    [id, merchantId, mode],
  )
  return row?.event
}

/** Leaves out a merchant and mode without an event. */
export async function lastSequences(
  em: EntityManager,
  owners: readonly Owner[],
): Promise<(Owner & { last: number })[]> {
  return executePrepared(
    em,
    `select s.merchant_id as "merchantId", s.mode, s.last::float8 as last
     from jsonb_to_recordset(?::jsonb) as o("merchantId" text, mode text)
     join event_sequence s on s.merchant_id = o."merchantId" and s.mode = o.mode`,
    [JSON.stringify(owners)],
  )
}

/** @returns 0 before the first event */
export async function lastSequence(em: EntityManager, owner: Owner): Promise<number> {
  const [found] = await lastSequences(em, [owner])
  return found?.last ?? 0
}
