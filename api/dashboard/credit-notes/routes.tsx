import { Hono } from 'hono'
import { listFromQuery } from '../../merchant/credit-notes/list-credit-notes.ts'
import type { DashboardEnv } from '../viewer.ts'
import { CreditNoteListPage } from './list-page.tsx'

export function creditNotePageRoutes(): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const { customer: given = '', ...others } = c.req.query()
    const customer = given.trim()
    const query = customer === '' ? others : { ...others, customer }
    const list = await listFromQuery(c.get('em'), c.get('tenant'), query)
    const isFirst = others['cursor'] === undefined
    return c.html(CreditNoteListPage({ viewer: c.get('viewer'), ...list, customer, isFirst }))
  })

  return routes
}
