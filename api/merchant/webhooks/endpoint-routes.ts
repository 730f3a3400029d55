import { type Context, Hono } from 'hono'
import { pageOf } from '../../../db/page.ts'
import { listEndpoints } from '../../../db/webhooks/endpoints.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { readIfMatch } from '../../http/entity-tag.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { readJson, readOptionalJson } from '../../http/request/json-body.ts'
import { parseQuery } from '../../http/request/list-query.ts'
import { authorOf } from '../account/settings-author.ts'
import { EndpointList } from './bodies.ts'
import {
  createEndpoint,
  deleteEndpoint,
  editEndpoint,
  mustFindEndpoint,
  redeliverEvents,
  rotateEndpointSecret,
  sendTestEvent,
  tagOfEndpoint,
} from './endpoint-commands.ts'
import { deliveryView, endpointView } from './views.ts'

export function endpointRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async create(claim) {
        const { id, secret } = await createEndpoint(deps, c.get('em'), authorOf(c), json, claim)
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

  routes.get('/:id', async (c) => c.json(await viewTagged(c, c.req.param('id'))))

  routes.patch('/:id', async (c) => {
    const { id } = await mustFind(c, c.req.param('id'))
    const { text, json } = await readJson(c)
    const ifMatch = readIfMatch(c)
    return withIdempotency(c, text, {
      async change(claim) {
        await editEndpoint(deps, c.get('em'), authorOf(c), id, json, { claim, ifMatch })
        return id
      },
      respond: () => viewTagged(c, id),
    })
  })

  routes.post('/:id/rotate_secret', async (c) => {
    const { id } = await mustFind(c, c.req.param('id'))
    const { text, json } = await readOptionalJson(c)
    const run = async (commandId: string) => {
      const request = { json, commandId }
      const { endpoint, secret } = await rotateEndpointSecret(deps, c.get('em'), authorOf(c), id, request)
      return {
        status: 200,
        body: { ...endpointView(endpoint), secret: null },
        shownOnce: { secret },
      } as const
    }
    return withIdempotency(c, text, { resourceId: id, run })
  })

  routes.post('/:id/test', async (c) => {
    const { id } = await mustFind(c, c.req.param('id'))
    const run = async (commandId: string) => {
      const delivery = await sendTestEvent(c.get('em'), c.get('tenant'), id, commandId)
      return { status: 202, body: deliveryView(delivery) } as const
    }
    return withIdempotency(c, await c.req.text(), { resourceId: id, run })
  })

  routes.post('/:id/redeliver', async (c) => {
    const endpoint = await mustFind(c, c.req.param('id'))
    const { id } = endpoint
    const { text, json } = await readJson(c)
    const run = async (commandId: string) => {
      const events = await redeliverEvents(c.get('em'), endpoint, { json, commandId })
      return { status: 202, body: { object: 'webhook_redelivery', endpoint: id, events } } as const
    }
    return withIdempotency(c, text, { resourceId: id, run })
  })

  routes.delete('/:id', async (c) => {
    const id = c.req.param('id')
    return withIdempotency(c, await c.req.text(), {
      async change(claim) {
        await deleteEndpoint(c.get('em'), authorOf(c), id, claim)
        return id
      },
    })
  })

  return routes
}

async function viewTagged(c: Context<MerchantEnv>, id: string) {
  const endpoint = await mustFind(c, id)
  c.header('etag', tagOfEndpoint(endpoint))
  return endpointView(endpoint)
}

function mustFind(c: Context<MerchantEnv>, id: string) {
  return mustFindEndpoint(c.get('em'), c.get('tenant'), id)
}
