import type { Context } from 'hono'
import * as v from 'valibot'
import type { EventFilter } from '../../../db/events/read-events.ts'
import { EVENT_TYPES } from '../../../domain/events/event-types.ts'
import { instant } from '../../http/request/fields.ts'
import { idFilter, limit, parseQuery } from '../../http/request/list-query.ts'

const SORTS = ['created', '-created'] as const

const types = v.pipe(
  v.string(),
  v.metadata({ type: 'array', items: { type: 'string', enum: EVENT_TYPES } }),
  v.transform((list) => [...new Set(list.split(','))]),
  v.check(
    (list) => list.every((type) => EVENT_TYPES.includes(type)),
    'unknown_event|must be one or more types of docs/events.md, with commas between them',
  ),
)

const sequence = (code: string, meaning: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.metadata({ type: 'integer', minimum: 0, description: meaning }),
      v.regex(/^\d{1,15}$/, code),
      v.transform(Number),
    ),
  )

export const EventsQuery = v.strictObject({
  limit: v.optional(limit, '100'),
  cursor: sequence('invalid_cursor|must come from next_cursor', '`next_cursor` of the page before'),
  after: sequence(
    'out_of_range|must be the sequence of an event, or 0',
    'The `sequence` of the last event that you have',
  ),
  type: v.optional(types),
  invoice: idFilter('inv', 'an invoice'),
  customer: idFilter('cus', 'a customer'),
  recurring: idFilter('rec', 'a recurring invoice'),
  created_from: v.optional(instant),
  created_before: v.optional(instant),
  sort: v.optional(v.picklist(SORTS, `invalid_sort|must be one of ${SORTS.join(', ')}`), 'created'),
})

const StreamQuery = v.strictObject({ after: EventsQuery.entries.after, type: EventsQuery.entries.type })

/**
 * An EventSource that connects again sends `Last-Event-ID` with the query of the first connection.
 *
 * @throws Problem `invalid_query`
 */
export function parseStreamRequest(c: Context): Pick<EventFilter, 'after' | 'types'> {
  const lastEventId = c.req.header('last-event-id')
  const given = lastEventId ? { ...queryOf(c), after: lastEventId } : queryOf(c)
  const { after, type: wanted } = parseQuery(StreamQuery, given)
  return { after, types: wanted }
}

/** @throws Problem `invalid_query` */
export function parseEventsRequest(c: Context): EventFilter {
  const { cursor, after = 0, sort, ...query } = parseQuery(EventsQuery, queryOf(c))
  const isNewestFirst = sort === '-created'
  return {
    limit: query.limit,
    isNewestFirst,
    after: isNewestFirst ? after : Math.max(after, cursor ?? 0),
    before: isNewestFirst ? cursor : undefined,
    types: query.type,
    invoice: query.invoice,
    customer: query.customer,
    recurring: query.recurring,
    createdFrom: query.created_from,
    createdBefore: query.created_before,
  }
}

function queryOf(c: Context): Record<string, string> {
  const lists = Object.entries(c.req.queries()).map(([name, values]) => [name, values.join(',')])
  return Object.fromEntries(lists) as Record<string, string>
}
