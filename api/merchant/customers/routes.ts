import { type Context, Hono } from 'hono'
import { listCustomerEvents, publicCustomerEvent } from '../../../db/customers/customers.ts'
import { listCustomers } from '../../../db/customers/list.ts'
import { listInvoices } from '../../../db/invoices/list.ts'
import { pageOf } from '../../../db/page.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { readIfMatch, tagOfLog } from '../../http/entity-tag.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseBody, readJson, readOptionalJson } from '../../http/request/json-body.ts'
import { invalidQuery, parseEventList, parseQuery } from '../../http/request/list-query.ts'
import { invoiceView } from '../invoices/view/invoice-view.ts'
import { cursorOf, listQueryOf, parseListRequest } from '../invoices/request/list-request.ts'
import { CustomerList, EraseBody } from './customer-body.ts'
import { customerView } from './customer-view.ts'
import { erase } from './erase-customer.ts'
import { findCustomer } from './find-customer.ts'
import { addCustomer, changeCustomer } from './write-customer.ts'

export function customerRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      create: (claim) => addCustomer(em, { tenant, actor: c.get('actor'), claim }, json),
      respond: async (id) => customerView(await findCustomer(em, id, tenant)),
      locationOf: (id) => `/v1/customers/${id}`,
    })
  })

  routes.get('/', async (c) => {
    const page = await listCustomers(c.get('em'), c.get('tenant'), parseQuery(CustomerList, c.req.query()))
    return c.json({ data: page.rows.map(customerView), next_cursor: page.nextCursor })
  })

  routes.get('/:id', async (c) => c.json(await viewTagged(c, c.req.param('id'))))

  routes.patch('/:id', async (c) => {
    const em = c.get('em')
    const ifMatch = readIfMatch(c)
    const { id } = await findCustomer(em, c.req.param('id'), c.get('tenant'))
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      change: (claim) => changeCustomer(em, id, { actor: c.get('actor'), claim, ifMatch }, json),
      respond: () => viewTagged(c, id),
    })
  })

  routes.get('/:id/invoices', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { id: customerId } = await findCustomer(em, c.req.param('id'), tenant)
    const { limit, after, filter, order } = parseListRequest(listQueryOf(c))
    if (filter.customer !== undefined) {
      throw invalidQuery('customer', 'conflict', 'must be left out: the address names the customer')
    }
    const list = { tenant, order, filter: { ...filter, customerId } }
    const found = await listInvoices(em, list, { limit: limit + 1, after })
    const { rows, nextCursor } = pageOf(found, limit, ({ position }) => cursorOf(order, position))
    return c.json({
      data: rows.map(({ row, link }) => invoiceView(row, link, deps)),
      next_cursor: nextCursor,
    })
  })

  routes.get('/:id/events', async (c) => {
    const em = c.get('em')
    const { id } = await findCustomer(em, c.req.param('id'), c.get('tenant'))
    const { limit, cursor } = parseEventList(c.req.query())
    const { rows, nextCursor } = await listCustomerEvents(em, id, { limit, after: cursor })
    return c.json({ data: rows.map(publicCustomerEvent), next_cursor: nextCursor })
  })

  routes.post('/:id/erase', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const customer = await findCustomer(em, c.req.param('id'), tenant)
    const { id } = customer
    const { text, json } = await readOptionalJson(c)
    const run = async (commandId: string) => {
      const { force } = parseBody(EraseBody, json)
      const key = c.req.header('idempotency-key')
      await erase(deps, em, customer, { commandId, actor: c.get('actor'), force, key })
      return { status: 200, body: customerView(await findCustomer(em, id, tenant)) } as const
    }
    return withIdempotency(c, text, { resourceId: id, run })
  })

  return routes
}

async function viewTagged(c: Context<MerchantEnv>, id: string) {
  const customer = await findCustomer(c.get('em'), id, c.get('tenant'))
  c.header('etag', tagOfLog(customer))
  return customerView(customer)
}
