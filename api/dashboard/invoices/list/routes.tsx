import { type Context, Hono } from 'hono'
import { logFailure } from '../../../../clients/outages.ts'
import { InvoiceRow } from '../../../../db/entities/index.ts'
import { lastSequence } from '../../../../db/events/read-events.ts'
import { isId, newId } from '../../../../db/ids.ts'
import { listInvoices } from '../../../../db/invoices/list.ts'
import { pageOf } from '../../../../db/page.ts'
import { payableCurrencies } from '../../../../db/payments/payout-accounts.ts'
import type { ApiDeps } from '../../../deps.ts'
import { csvStream } from '../../../http/response/csv-response.ts'
import { Problem } from '../../../http/errors/problem.ts'
import { invoicesCsv } from '../../../merchant/invoices/export-csv.ts'
import {
  cursorOf,
  parseExportRequest,
  parseListRequest,
} from '../../../merchant/invoices/request/list-request.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { type Action, ACTIONS, refusalOf } from './actions.ts'
import { filtersOf, queryOfForm } from './filters.ts'
import { ListPage } from './list-page.tsx'
import { runAction } from './run-action.ts'
import { ConfirmPage, OutcomePage } from './selected-pages.tsx'

const MOST_SELECTED = 100

export function listRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const currencies = [...(await payableCurrencies(em, tenant))].toSorted()
    const query = queryOfForm(c, currencies)
    const { limit, after, ...request } = parseListRequest(query)
    const sequence = await lastSequence(em, tenant)
    const list = { tenant, ...request }
    const found = await listInvoices(em, list, { limit: limit + 1, after })
    const { rows, nextCursor } = pageOf(found, limit, ({ position }) => cursorOf(list.order, position))
    return c.html(
      ListPage({
        viewer: c.get('viewer'),
        rows: rows.map(({ row }) => row),
        query,
        filters: filtersOf(query),
        currencies,
        nextCursor,
        sequence,
      }),
    )
  })

  routes.get('/export.csv', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { limit: _, cursor: __, ...query } = queryOfForm(c, [...(await payableCurrencies(em, tenant))])
    const lines = invoicesCsv(em, { tenant, ...parseExportRequest(query) })
    return csvStream(c, 'invoices.csv', lines, (error) =>
      logFailure(deps, 'error', { merchant: tenant.merchantId, err: error }, 'invoices.csv_failed'),
    )
  })

  routes.get('/selected', async (c) => {
    const action = actionOf(c.req.query('action'))
    const rows = await selected(c, c.req.queries('invoice') ?? [])
    const judged = rows.map((row) => ({ row, code: refusalOf(action, row) }))
    return c.html(
      ConfirmPage({
        viewer: c.get('viewer'),
        action,
        possible: judged.flatMap(({ row, code }) => (code === undefined ? [row] : [])),
        refused: judged.flatMap(({ row, code }) => (code === undefined ? [] : [{ row, code }])),
        commandId: newId('cmd'),
      }),
    )
  })

  routes.post('/selected', async (c) => {
    const { action: given, invoice = [], command } = await c.req.parseBody({ all: true })
    const action = actionOf(given)
    const formId = typeof command === 'string' && isId('cmd', command) ? command : newId('cmd')
    const outcome = new URLSearchParams({ action })
    const rows = await selected(c, [invoice].flat())
    const by = { actor: c.get('actor'), formId }
    for (const { invoiceId, code } of await runAction(deps, c.get('em'), rows, action, by)) {
      if (code === undefined) outcome.append('done', invoiceId)
      else outcome.append('refused', `${invoiceId}.${code}`)
    }
    return c.redirect(`${c.get('viewer').base}/invoices/selected/outcome?${outcome.toString()}`, 303)
  })

  routes.get('/selected/outcome', async (c) => {
    const refused = new Map(
      (c.req.queries('refused') ?? []).map((text) => text.split('.', 2) as [string, string]),
    )
    const done = new Set(c.req.queries('done') ?? [])
    const rows = await selected(c, [...done, ...refused.keys()])
    return c.html(
      OutcomePage({
        viewer: c.get('viewer'),
        action: actionOf(c.req.query('action')),
        done: rows.filter(({ id }) => done.has(id)),
        refused: rows.flatMap((row) => {
          const code = refused.get(row.id)
          return code === undefined ? [] : [{ row, code }]
        }),
      }),
    )
  })

  return routes
}

function actionOf(given: unknown): Action {
  const action = ACTIONS.find((one) => one === given)
  if (!action) throw new Problem('not_found')
  return action
}

/** Leaves out ids of other merchants and modes. */
async function selected(c: Context<DashboardEnv>, ids: readonly unknown[]): Promise<InvoiceRow[]> {
  const known = ids.filter((id): id is string => typeof id === 'string' && isId('inv', id))
  const where = { id: { $in: known.slice(0, MOST_SELECTED) }, ...c.get('tenant') }
  return c.get('em').find(InvoiceRow, where, { orderBy: { createdAt: 'desc' }, refresh: true })
}
