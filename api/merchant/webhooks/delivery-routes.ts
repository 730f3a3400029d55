import { type Context, Hono } from 'hono'
import { isId } from '../../../db/ids.ts'
import { pageOf } from '../../../db/page.ts'
import { findDelivery, listDeliveries, redeliver } from '../../../db/webhooks/deliveries.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { parseQuery } from '../../http/list-query.ts'
import { notFound, Problem } from '../../http/problem.ts'
import { DeliveryList } from './bodies.ts'
import { deliveryDetail, deliveryView } from './views.ts'

export function deliveryRoutes(): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const filter = parseQuery(DeliveryList, c.req.query())
    const found = await listDeliveries(c.get('em'), c.get('tenant'), filter)
    const { rows, nextCursor } = pageOf(found, filter.limit, ({ id }) => id)
    return c.json({ data: rows.map(deliveryView), next_cursor: nextCursor })
  })

  routes.get('/:id', async (c) => c.json(deliveryDetail(await mustFind(c, c.req.param('id')))))

  routes.post('/:id/redeliver', async (c) => {
    const delivery = await mustFind(c, c.req.param('id'))
    const run = async (commandId: string) => {
      const id = await redeliver(c.get('em'), delivery, commandId)
      if (id === undefined) throw new Problem('webhook_endpoint_disabled')
      return { status: 202, body: deliveryView(await mustFind(c, id)) } as const
    }
    return withIdempotency(c, await c.req.text(), { resourceId: delivery.id, run })
  })

  return routes
}

async function mustFind(c: Context<MerchantEnv>, id: string) {
  const found = isId('whd', id) ? await findDelivery(c.get('em'), c.get('tenant'), id) : undefined
  if (!found) throw notFound('Webhook delivery')
  return found
}
