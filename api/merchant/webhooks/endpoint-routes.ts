import { type Context, Hono } from 'hono'
import type { WebhookEndpointRow } from '../../../db/entities/index.ts'
import { publishTo } from '../../../db/events/publish.ts'
import { deterministicId, isId, newId } from '../../../db/ids.ts'
import { pageOf } from '../../../db/page.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { findDelivery, redeliverRange } from '../../../db/webhooks/deliveries.ts'
import {
  changeEndpoint,
  disable,
  enable,
  findEndpoint,
  insertEndpoint,
  listEndpoints,
} from '../../../db/webhooks/endpoints.ts'
import { TEST_EVENT_TYPE } from '../../../domain/events/event-types.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { type ClaimKey, withIdempotency } from '../../http/idempotency.ts'
import { parseBody, readJson, readOptionalJson } from '../../http/json-body.ts'
import { parseQuery } from '../../http/list-query.ts'
import { overlapOf } from '../../http/overlap.ts'
import { notFound, Problem } from '../../http/problem.ts'
import { ChangedEndpointBody, EndpointList, NewEndpointBody, RedeliveryBody } from './bodies.ts'
import { createSecret, rotate, secretOf } from './secrets.ts'
import { deliveryView, endpointView } from './views.ts'

const MAX_OVERLAP_DAYS = 7

export function endpointRoutes({ linkKeys: ring, allowsHttpWebhooks }: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async create(claim) {
        const { url, events, description } = parseBody(NewEndpointBody(allowsHttpWebhooks), json)
        const id = newId('whe')
        const { secret, stored } = createSecret({ endpointId: id, commandId: id, ring })
        await changeSettings(em, c.get('actor'), async (tx) => {
          await claim?.(tx, id)
          const endpoint = { id, url, events, description, secrets: [stored] }
          if (!(await insertEndpoint(tx, tenant, endpoint))) throw new Problem('too_many_webhook_endpoints')
        })
        return { resourceId: id, shownOnce: { secret } }
      },
      async respond(id) {
        return { ...endpointView(await mustFind(c, id)), secret: null }
      },
      locationOf: (id) => `/v1/webhook_endpoints/${id}`,
    })
  })

  routes.get('/', async (c) => {
    const { limit, cursor } = parseQuery(EndpointList, c.req.query())
    const found = await listEndpoints(c.get('em'), c.get('tenant'), { limit, cursor })
    const { rows, nextCursor } = pageOf(found, limit, ({ id }) => id)
    return c.json({ data: rows.map(endpointView), next_cursor: nextCursor })
  })

  routes.get('/:id', async (c) => c.json(endpointView(await mustFind(c, c.req.param('id')))))

  routes.patch('/:id', async (c) => {
    const { id } = await mustFind(c, c.req.param('id'))
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async change(claim) {
        const { status, ...fields } = parseBody(ChangedEndpointBody(allowsHttpWebhooks), json)
        const set = (endpoint: WebhookEndpointRow) => {
          Object.assign(endpoint, fields)
          if (status === 'enabled') enable(endpoint)
          if (status === 'disabled') disable(endpoint, 'merchant')
        }
        await mustChange(c, id, set, claim)
        return id
      },
      respond: async () => endpointView(await mustFind(c, id)),
    })
  })

  routes.post('/:id/rotate_secret', async (c) => {
    const { id } = await mustFind(c, c.req.param('id'))
    const { text, json } = await readOptionalJson(c)
    const run = async (commandId: string) => {
      const overlapMs = overlapOf(json, MAX_OVERLAP_DAYS)
      const context = { endpointId: id, commandId, ring }
      const changed = await mustChange(c, id, (endpoint) => {
        endpoint.secrets = rotate(endpoint.secrets, overlapMs, context)
      })
      const shownOnce = { secret: secretOf(changed.secrets, context) }
      return { status: 200, body: { ...endpointView(changed), secret: null }, shownOnce } as const
    }
    return withIdempotency(c, text, { resourceId: id, run })
  })

  routes.post('/:id/test', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { id } = await mustFind(c, c.req.param('id'))
    const run = async (commandId: string) => {
      const event = testEvent(deterministicId('evt', commandId), id)
      const deliveryId = await publishTo(em, tenant, id, event, commandId)
      const delivery = deliveryId === undefined ? undefined : await findDelivery(em, tenant, deliveryId)
      if (!delivery) throw new Problem('webhook_endpoint_disabled')
      return { status: 202, body: deliveryView(delivery) } as const
    }
    return withIdempotency(c, await c.req.text(), { resourceId: id, run })
  })

  routes.post('/:id/redeliver', async (c) => {
    const { id, status } = await mustFind(c, c.req.param('id'))
    const { text, json } = await readJson(c)
    const run = async (commandId: string) => {
      const { since, until = Date.now(), events } = parseBody(RedeliveryBody, json)
      if (status === 'disabled') throw new Problem('webhook_endpoint_disabled')
      const range = { since, until, isAll: events === 'all' }
      const count = await redeliverRange(c.get('em'), id, range, commandId)
      if (count === 'too_many') throw new Problem('range_too_large')
      return { status: 202, body: { object: 'webhook_redelivery', endpoint: id, events: count } } as const
    }
    return withIdempotency(c, text, { resourceId: id, run })
  })

  routes.delete('/:id', async (c) => {
    const id = c.req.param('id')
    const remove = (endpoint: WebhookEndpointRow) => {
      disable(endpoint, 'merchant')
      endpoint.noticeDueAt = null
      endpoint.deletedAt = new Date()
    }
    return withIdempotency(c, await c.req.text(), {
      async change(claim) {
        await mustChange(c, id, remove, claim)
        return id
      },
    })
  })

  return routes
}

async function mustFind(c: Context<MerchantEnv>, id: string): Promise<WebhookEndpointRow> {
  const found = isId('whe', id) ? await findEndpoint(c.get('em'), c.get('tenant'), id) : null
  if (!found) throw notFound('Webhook endpoint')
  return found
}

async function mustChange(
  c: Context<MerchantEnv>,
  id: string,
  change: (endpoint: WebhookEndpointRow) => void,
  claim?: ClaimKey,
): Promise<WebhookEndpointRow> {
  const isPossible = isId('whe', id)
  const changed =
    isPossible && (await changeEndpoint(c.get('em'), c.get('tenant'), id, c.get('actor'), change, claim))
  if (!changed) throw notFound('Webhook endpoint')
  return changed
}

function testEvent(id: string, endpointId: string) {
  const at = new Date().toISOString()
  const data = {
    id,
    object: 'event',
    type: TEST_EVENT_TYPE,
    at,
    recorded_at: at,
    webhook_endpoint_id: endpointId,
    data: {},
  }
  return { id, type: TEST_EVENT_TYPE, data }
}
