import { Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { readJson } from '../../http/request/json-body.ts'
import { parseEventList, parseQuery } from '../../http/request/list-query.ts'
import { createFromRequest, previewRecurring, startRecurring } from './create-recurring.ts'
import {
  findRecurring,
  listRecurring,
  listRecurringEvents,
  viewRecurring,
  viewTagged,
} from './find-recurring.ts'
import { RecurringList } from './recurring-body.ts'
import { recurringCommandRoutes } from './command-routes.ts'
import { recurringEventView } from './recurring-view.ts'

export function recurringRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      create: (claim) => createFromRequest(deps, em, { tenant, actor: c.get('actor'), claim }, json),
      async respond(id) {
        await startRecurring(deps, em, { id, merchantId: tenant.merchantId })
        return viewRecurring(em, id)
      },
      locationOf: (id) => `/v1/recurring_invoices/${id}`,
    })
  })

  routes.post('/preview', async (c) => {
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    const run = async () => {
      const preview = await previewRecurring(deps, c.get('em'), tenant, json)
      const body = { object: 'recurring_invoice_preview', ...preview }
      return { status: 200, body } as const
    }
    return withIdempotency(c, text, { resourceId: tenant.merchantId, run })
  })

  routes.get('/', async (c) =>
    c.json(await listRecurring(c.get('em'), c.get('tenant'), parseQuery(RecurringList, c.req.query()))),
  )

  routes.get('/:id', async (c) => {
    const em = c.get('em')
    const { id } = await findRecurring(em, c.req.param('id'), c.get('tenant'))
    const { view, tag } = await viewTagged(em, id)
    c.header('etag', tag)
    return c.json(view)
  })

  routes.get('/:id/events', async (c) => {
    const em = c.get('em')
    const { id } = await findRecurring(em, c.req.param('id'), c.get('tenant'))
    const { limit, cursor } = parseEventList(c.req.query())
    const { rows, nextCursor } = await listRecurringEvents(em, id, { limit, after: cursor })
    return c.json({ data: rows.map(recurringEventView), next_cursor: nextCursor })
  })

  routes.route('/', recurringCommandRoutes(deps))

  return routes
}
