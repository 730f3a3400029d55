import { Hono } from 'hono'
import { findEvent, listEvents } from '../../../db/events/read-events.ts'
import { isId } from '../../../db/ids.ts'
import { pageOf } from '../../../db/page.ts'
import { eventBody } from '../../../domain/events/published-event.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { notFound } from '../../http/problem.ts'
import { parseEventsRequest } from './list-request.ts'

export function eventRoutes(): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
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
