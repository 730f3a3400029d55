import { Hono } from 'hono'
import { loadEvents } from '../../db/append-events.ts'
import { InvoiceEventRow, InvoiceRow, PayLinkRow } from '../../db/entities/index.ts'
import { hashRequest, saveAnswer } from '../../db/idempotency.ts'
import { isId } from '../../db/ids.ts'
import { listInvoices } from '../../db/list-invoices.ts'
import { fold } from '../../domain/invoice/index.ts'
import { renderInvoicePdf } from '../../integrations/pdf/invoice-pdf.ts'
import { loadDocument } from '../../db/invoice-document.ts'
import type { ApiDeps } from '../deps.ts'
import { pdfKey } from '../pdf-cache.ts'
import { Problem } from '../problem.ts'
import { TemporalUnavailableError } from '../referee.ts'
import { type MerchantEnv, requireApiKey, type Tenant } from './auth.ts'
import { createDraft, type Idempotency, resumeEarlier } from './create-invoice.ts'
import { eventView, invoiceView, nextView } from './invoice-view.ts'
import { readJson } from './json-body.ts'
import { parseEventList, parseInvoiceList } from './list-query.ts'

/** `/v1/invoices`. */
export function invoiceRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { em, log } = deps
  const routes = new Hono<MerchantEnv>()
  routes.use(requireApiKey(deps))

  routes.post('/', async (c) => {
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    const idempotency = idempotencyOf(
      c.req.header('idempotency-key'),
      tenant,
      hashRequest('POST', c.req.path, text),
    )
    const earlier = idempotency && (await resumeEarlier(em, idempotency))
    if (earlier && 'answer' in earlier) return answerAgain(earlier.answer)
    const invoice = earlier
      ? await em.fork().findOneOrFail(InvoiceRow, { id: earlier.invoiceId })
      : await createDraft(deps, tenant, json, idempotency)
    if (invoice.sendAt && invoice.sendAt.getTime() <= Date.now()) await issueOrLeave(invoice)
    const body = JSON.stringify(await view(invoice.id, tenant))
    if (idempotency) await saveAnswer(em, idempotency.scope, 201, body)
    return c.body(body, 201, { 'content-type': 'application/json', location: `/v1/invoices/${invoice.id}` })
  })

  routes.get('/', async (c) => {
    const query = parseInvoiceList(c.req.query())
    const page = await listInvoices(em, c.get('tenant'), query)
    const links = await linksOf(page.rows)
    const data = page.rows.map((row) => invoiceView(row, links.get(row.linkId ?? '') ?? null, deps))
    return c.json({ data, next_cursor: page.nextCursor })
  })

  routes.get('/:id', async (c) => c.json(await view(c.req.param('id'), c.get('tenant'))))

  routes.post('/:id/send', async (c) => {
    const invoice = await find(c.req.param('id'), c.get('tenant'))
    if (invoice.status === 'draft') {
      // Written down first: should this process die now, the sweep sends it.
      const sendAt = new Date()
      await em
        .fork()
        .nativeUpdate(InvoiceRow, { id: invoice.id, status: 'draft' }, { sendAt, updatedAt: sendAt })
      await issueOrLeave(invoice)
    }
    return c.json(await view(invoice.id, c.get('tenant')))
  })

  routes.get('/:id/events', async (c) => {
    const { id } = await find(c.req.param('id'), c.get('tenant'))
    const { limit, cursor } = parseEventList(c.req.query())
    const after = cursor === undefined ? {} : { seq: { $gt: cursor } }
    const rows = await em
      .fork()
      .find(InvoiceEventRow, { invoiceId: id, ...after }, { orderBy: { seq: 'asc' }, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    return c.json({ data: page.map(eventView), next_cursor: last ? String(last.seq) : null })
  })

  routes.get('/:id/next', async (c) => {
    const invoice = await find(c.req.param('id'), c.get('tenant'))
    return c.json(nextView(invoice, fold(await loadEvents(em.fork(), invoice.id))))
  })

  routes.get('/:id/pdf', async (c) => {
    const { id, status } = await find(c.req.param('id'), c.get('tenant'))
    if (status === 'draft') throw new Problem('not_found', 'A draft has no PDF until it is sent.')
    const { document, invoice } = await loadDocument(em, id)
    const bytes = await deps.pdfs(pdfKey('invoice', invoice), () => renderInvoicePdf(document))
    return c.body(Buffer.from(bytes), 200, { 'content-type': 'application/pdf' })
  })

  return routes

  async function find(id: string, tenant: Tenant): Promise<InvoiceRow> {
    const row = isId('inv', id) ? await em.fork().findOne(InvoiceRow, { id, ...tenant }) : null
    if (!row) throw new Problem('not_found', 'No invoice of yours has this id.')
    return row
  }

  async function view(id: string, tenant: Tenant) {
    const row = await find(id, tenant)
    return invoiceView(row, (await linksOf([row])).get(row.linkId ?? '') ?? null, deps)
  }

  async function linksOf(rows: InvoiceRow[]): Promise<Map<string, PayLinkRow>> {
    const ids = rows.flatMap((row) => row.linkId ?? [])
    const links = ids.length > 0 ? await em.fork().find(PayLinkRow, { id: { $in: ids } }) : []
    return new Map(links.map((link) => [link.id, link]))
  }

  /** With Temporal away the draft stays due, and the sweep issues it: the merchant's request is not lost. */
  async function issueOrLeave(invoice: InvoiceRow): Promise<void> {
    try {
      await deps.referee.issue(invoice)
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError)) throw error
      log.warn({ invoice: invoice.id, err: error }, 'issue deferred')
    }
  }
}

function idempotencyOf(
  key: string | undefined,
  tenant: Tenant,
  requestHash: string,
): Idempotency | undefined {
  if (key === undefined) return undefined
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new Problem('invalid_idempotency_key', 'It must be 1 to 255 visible ASCII characters.')
  }
  return { scope: { ...tenant, key }, requestHash }
}

function answerAgain({ status, body }: { status: number; body: string }): Response {
  return new Response(body, {
    status,
    headers: { 'content-type': 'application/json', 'idempotent-replayed': 'true' },
  })
}
