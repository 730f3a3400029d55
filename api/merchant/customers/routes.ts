import { isDeepStrictEqual } from 'node:util'
import { Hono } from 'hono'
import type * as v from 'valibot'
import { violates } from '../../../db/constraint.ts'
import {
  createCustomer,
  type CustomerColumns,
  publicCustomerEvent,
  listCustomers,
  updateCustomer,
} from '../../../db/customers/customers.ts'
import { CustomerEventRow, type CustomerRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import { listInvoices } from '../../../db/invoices/list.ts'
import { pageOf } from '../../../db/page.ts'
import type { CustomerField } from '../../../domain/customer/events.ts'
import { byRequest } from '../../../domain/invoice/index.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { parseBody, readJson, readOptionalJson } from '../../http/json-body.ts'
import { invalidQuery, parseEventList, parseQuery } from '../../http/list-query.ts'
import { withoutUndefined } from '../../http/merge-changes.ts'
import { Problem } from '../../http/problem.ts'
import { invoiceView } from '../invoices/invoice-view.ts'
import { cursorOf, listQueryOf, parseListRequest } from '../invoices/list-request.ts'
import { CustomerBody, CustomerChanges, CustomerList, EraseBody } from './customer-body.ts'
import { customerView } from './customer-view.ts'
import { erase } from './erase-customer.ts'
import { findCustomer } from './find-customer.ts'

export function customerRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async create(claim) {
        const columns = columnsOf(parseBody(CustomerBody, json))
        const id = newId('cus')
        const saving = em.transactional(async (tx) => {
          await claim?.(tx, id)
          await createCustomer(tx, tenant, id, columns, byRequest({ actor: c.get('actor') }))
        })
        await refuseTakenEmail(saving)
        return id
      },
      respond: async (id) => customerView(await findCustomer(em, id, tenant)),
      locationOf: (id) => `/v1/customers/${id}`,
    })
  })

  routes.get('/', async (c) => {
    const page = await listCustomers(c.get('em'), c.get('tenant'), parseQuery(CustomerList, c.req.query()))
    return c.json({ data: page.rows.map(customerView), next_cursor: page.nextCursor })
  })

  routes.get('/:id', async (c) =>
    c.json(customerView(await findCustomer(c.get('em'), c.req.param('id'), c.get('tenant')))),
  )

  routes.patch('/:id', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { id } = await findCustomer(em, c.req.param('id'), tenant)
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async change(claim) {
        const changes = parseBody(CustomerChanges, json)
        const cause = byRequest({ actor: c.get('actor') })
        const updating = updateCustomer(em, id, (row) => applyChanges(row, changes), cause, claim)
        if (!(await refuseTakenEmail(updating))) throw new Problem('customer_erased')
        return id
      },
      respond: async () => customerView(await findCustomer(em, id, tenant)),
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
    const after = cursor === undefined ? {} : { seq: { $gt: cursor } }
    const where = { customerId: id, ...after }
    const found = await em.find(CustomerEventRow, where, { orderBy: { seq: 'asc' }, limit: limit + 1 })
    const { rows, nextCursor } = pageOf(found, limit, ({ seq }) => String(seq))
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

async function refuseTakenEmail<T>(saving: Promise<T>): Promise<T> {
  try {
    return await saving
  } catch (error) {
    if (violates(error, 'customer_email')) throw new Problem('customer_exists')
    throw error
  }
}

function columnsOf(body: v.InferOutput<typeof CustomerBody>): CustomerColumns {
  const { name, email, phone, language, tax_number, billing_address, cc } = body
  return {
    name,
    email,
    phone: phone ?? null,
    language: language ?? null,
    taxNumber: tax_number ?? null,
    billingAddress: billing_address ? withoutUndefined(billing_address) : null,
    cc,
  }
}

const COLUMN_OF = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  language: 'language',
  tax_number: 'taxNumber',
  billing_address: 'billingAddress',
  cc: 'cc',
} as const satisfies Record<CustomerField, keyof CustomerColumns>

function applyChanges(row: CustomerRow, changes: v.InferOutput<typeof CustomerChanges>): CustomerField[] {
  const { billing_address: address, cc, ...others } = changes
  const values: Partial<Record<CustomerField, unknown>> = {
    ...others,
    ...(cc === undefined ? {} : { cc: cc ?? [] }),
    ...(address === undefined ? {} : { billing_address: address && withoutUndefined(address) }),
  }
  const changed = (Object.keys(COLUMN_OF) as CustomerField[]).filter((field) => {
    const value = values[field]
    return value !== undefined && !isDeepStrictEqual(value, row[COLUMN_OF[field]] ?? null)
  })
  for (const field of changed) Object.assign(row, { [COLUMN_OF[field]]: values[field] })
  return changed
}
