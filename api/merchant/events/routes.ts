import { Hono } from 'hono'
import { findEvent, lastSequence, listEvents } from '../../../db/events/read-events.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf } from '../../../db/page.ts'
import { eventBody, type PublishedEvent } from '../../../domain/events/published-event.ts'
import type { EventStreams } from '../../events/event-streams.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { wantsEventStream } from '../../http/response/event-stream.ts'
import { notFound } from '../../http/errors/problem.ts'
import { parseEventsRequest, parseStreamRequest } from './list-request.ts'

export function eventRoutes(streams: EventStreams): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    c.header('vary', 'accept')
    if (wantsEventStream(c)) {
      const { after, types } = parseStreamRequest(c)
      const owner = c.get('tenant')
      const start = after ?? (await lastSequence(c.get('em'), owner))
      const holder = { kind: 'key', id: c.get('apiKey').id } as const
      return streams.open(c, { owner, holder, after: start, types, write: textOf })
    }
    const { limit, ...filter } = parseEventsRequest(c)
    const found = await listEvents(c.get('em'), c.get('tenant'), { ...filter, limit: limit + 1 })
    const { rows, nextCursor } = pageOf(found, limit, ({ sequence }) => String(sequence))
    return c.json({ data: rows.map(eventBody), next_cursor: nextCursor })
  })

  routes.get('/:id', async (c) => {
    const id = c.req.param('id')
    const event = isId('evt', id) ? await findEvent(c.get('em'), c.get('tenant'), id) : undefined
    if (!event) throw notFound('Event')
    return c.json(eventBody(event))
  })

  return routes
}

function textOf(events: readonly PublishedEvent[]): string {
  return events
    .map((event) => `id: ${event.sequence}\ndata: ${JSON.stringify(eventBody(event))}\n\n`)
    .join('')
}
