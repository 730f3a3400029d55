import { type Context, Hono } from 'hono'
import { readBalances } from '../../../db/customers/balances.ts'
import { listCustomerEvents, publicCustomerEvent } from '../../../db/customers/customers.ts'
import { activeRecurring } from '../../../db/customers/erase.ts'
import { listCustomers } from '../../../db/customers/list.ts'
import type { CustomerRow } from '../../../db/entities/index.ts'
import { listInvoices } from '../../../db/invoices/list.ts'
import { pageOf } from '../../../db/page.ts'
import type { ApiDeps } from '../../deps.ts'
import { ifMatchOf } from '../../http/entity-tag.ts'
import { parseQuery } from '../../http/request/list-query.ts'
import { Problem, problemStatus } from '../../http/errors/problem.ts'
import { type Fields, type Mistakes, readForm } from '../../identity/form.ts'
import { CustomerList } from '../../merchant/customers/customer-body.ts'
import { erase } from '../../merchant/customers/erase-customer.ts'
import { findCustomer } from '../../merchant/customers/find-customer.ts'
import { addCustomer, changeCustomer } from '../../merchant/customers/write-customer.ts'
import { cursorOf, parseListRequest } from '../../merchant/invoices/request/list-request.ts'
import { commandIdOf, formIdOf } from '../command-id.ts'
import { requireWriter } from '../guards.tsx'
import { noticeOf } from '../notice.ts'
import { mistakesOf } from '../problem-words.ts'
import type { DashboardEnv } from '../viewer.ts'
import { customerBodyOf, customerMistakes, fieldsOfCustomer } from './customer-form.ts'
import { CustomerPage } from './customer-page.tsx'
import { ErasePage } from './erase-page.tsx'
import { CustomerFormPage } from './form-page.tsx'
import { CustomerListPage } from './list-page.tsx'

const MOST_EVENTS = 1_000

const DONE = {
  created: 'The customer is saved.',
  changed: 'The change is saved. New invoices take it over.',
  erased: 'The customer is erased.',
}

export function customerPageRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  for (const path of ['/new', '/:id/edit', '/:id/erase']) routes.use(path, requireWriter('customer'))

  routes.get('/', async (c) => {
    const { q: given = '', ...others } = c.req.query()
    const q = given.trim()
    const query = parseQuery(CustomerList, q === '' ? others : { ...others, q })
    const list = await listCustomers(c.get('em'), c.get('tenant'), query)
    const isFirst = query.cursor === undefined
    return c.html(CustomerListPage({ viewer: c.get('viewer'), ...list, q, isFirst }))
  })

  routes.get('/new', (c) => c.html(CustomerFormPage({ viewer: c.get('viewer'), fields: {} })))

  routes.post('/new', async (c) => {
    const viewer = c.get('viewer')
    const fields = await readForm(c)
    try {
      const by = { tenant: c.get('tenant'), actor: c.get('actor') }
      const id = await addCustomer(c.get('em'), by, customerBodyOf(fields, undefined))
      return c.redirect(`${viewer.base}/customers/${id}?done=created`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const mistakes = customerMistakes(error)
      return c.html(CustomerFormPage({ viewer, fields, mistakes }), problemStatus(error))
    }
  })

  routes.get('/:id', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const customer = await found(c)
    const { cursor } = c.req.query()
    const { limit, after, filter, order } = parseListRequest(cursor ? { cursor } : {})
    const list = { tenant, order, filter: { ...filter, customerId: customer.id } }
    const page = await listInvoices(em, list, { limit: limit + 1, after })
    const { rows, nextCursor } = pageOf(page, limit, ({ position }) => cursorOf(order, position))
    const events = await listCustomerEvents(em, customer.id, { limit: MOST_EVENTS })
    return c.html(
      CustomerPage({
        viewer: c.get('viewer'),
        customer,
        balances: await readBalances(em, customer),
        invoices: rows.map(({ row }) => row),
        isFirst: !cursor,
        nextCursor,
        events: events.rows.map(publicCustomerEvent),
        notice: noticeOf(c, DONE),
      }),
    )
  })

  routes.get('/:id/edit', async (c) => {
    const customer = await found(c)
    if (customer.erasedAt) return c.redirect(pathOf(c, customer), 303)
    const fields = fieldsOfCustomer(customer)
    return c.html(CustomerFormPage({ viewer: c.get('viewer'), fields, customerId: customer.id }))
  })

  routes.post('/:id/edit', async (c) => {
    const customer = await found(c)
    const { id: customerId } = customer
    const viewer = c.get('viewer')
    const fields = await readForm(c)
    try {
      // A form that is older than the last change would undo it.
      const by = { actor: c.get('actor'), ifMatch: ifMatchOf(fields['tag'] ?? '') }
      await changeCustomer(c.get('em'), customerId, by, customerBodyOf(fields, null))
      return c.redirect(`${pathOf(c, customer)}?done=changed`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const mistakes = customerMistakes(error)
      return c.html(CustomerFormPage({ viewer, fields, customerId, mistakes }), problemStatus(error))
    }
  })

  routes.get('/:id/erase', async (c) => {
    const customer = await found(c)
    if (customer.erasedAt) return c.redirect(pathOf(c, customer), 303)
    return c.html(await erasePage(c, customer))
  })

  routes.post('/:id/erase', async (c) => {
    const customer = await found(c)
    const fields = await readForm(c)
    const typed = fields['confirmation']?.trim().toLowerCase() ?? ''
    if (!customer.erasedAt && typed !== customer.email?.toLowerCase()) {
      const mistakes = { confirmation: 'must be the customer’s e-mail address' }
      return c.html(await erasePage(c, customer, { fields, mistakes }), 422)
    }
    try {
      const commandId = commandIdOf(customer, formIdOf(fields))
      const force = fields['force'] === 'yes'
      const request = { commandId, actor: c.get('actor'), force, key: undefined }
      await erase(deps, c.get('em'), customer, request)
      return c.redirect(`${pathOf(c, customer)}?done=erased`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const page = await erasePage(c, customer, { fields, mistakes: mistakesOf(error) })
      return c.html(page, problemStatus(error))
    }
  })

  return routes
}

function found(c: Context<DashboardEnv>): Promise<CustomerRow> {
  return findCustomer(c.get('em'), c.req.param('id') ?? '', c.get('tenant'))
}

function pathOf(c: Context<DashboardEnv>, { id }: CustomerRow): string {
  return `${c.get('viewer').base}/customers/${id}`
}

async function erasePage(
  c: Context<DashboardEnv>,
  customer: CustomerRow,
  attempt: { fields?: Fields; mistakes?: Mistakes } = {},
) {
  const em = c.get('em')
  const balances = await readBalances(em, customer)
  const { length: recurring } = await activeRecurring(em, customer)
  return ErasePage({ viewer: c.get('viewer'), customer, balances, recurring, ...attempt })
}
