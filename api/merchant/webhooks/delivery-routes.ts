import { type Context, Hono } from 'hono'
import { pageOf } from '../../../db/page.ts'
import { listDeliveries } from '../../../db/webhooks/deliveries.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseQuery } from '../../http/request/list-query.ts'
import { DeliveryList } from './bodies.ts'
import { mustFindDelivery, redeliverOne } from './delivery-commands.ts'
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
      const added = await redeliverOne(c.get('em'), c.get('tenant'), delivery, commandId)
      return { status: 202, body: deliveryView(added) } as const
    }
    return withIdempotency(c, await c.req.text(), { resourceId: delivery.id, run })
  })

  return routes
}

function mustFind(c: Context<MerchantEnv>, id: string) {
  return mustFindDelivery(c.get('em'), c.get('tenant'), id)
}
