import { Hono } from 'hono'
import { readCreditNotes } from '../../../db/credit-notes/read-credit-notes.ts'
import type { InvoiceRow } from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import { loadDocument } from '../../../db/invoices/document.ts'
import { listInvoices } from '../../../db/invoices/list.ts'
import { pageOf } from '../../../db/page.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseBody, readJson, readOptionalJson } from '../../http/request/json-body.ts'
import { readIfMatch, tagOf } from '../../http/entity-tag.ts'
import { parseEventList, parseQuery } from '../../http/request/list-query.ts'
import { pdfResponse } from '../../http/response/pdf-response.ts'
import { notFound, Problem } from '../../http/errors/problem.ts'
import { creditNoteView } from '../credit-notes/credit-note-view.ts'
import { issueProblem } from '../trust/live-standing.ts'
import { changeInvoice } from './change-invoice.ts'
import { commandRoutes } from './command-routes.ts'
import { EmptyBody } from './request/command-bodies.ts'
import { createDraft, withdrawDraft } from './create-draft.ts'
import { deleteDraft } from './delete-draft.ts'
import { einvoiceFile, einvoiceOverview, EInvoiceQuery } from './view/einvoice.ts'
import { findInvoice, loadInvoice, viewChanged, viewInvoice, viewOf, viewUpcoming } from './find-invoice.ts'
import { invoiceView } from './view/invoice-view.ts'
import { cursorOf, listQueryOf, parseListRequest } from './request/list-request.ts'
import { previewLink } from './preview-link.ts'
import { sendInvoice, tryIssue } from './send-invoice.ts'
import { shownDocument } from './view/shown-document.ts'
import { listTimeline } from './view/timeline.ts'

export function invoiceRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    let created: Pick<InvoiceRow, 'id' | 'merchantId' | 'sendAt'> | undefined
    return withIdempotency(c, text, {
      async create(claim) {
        created = await createDraft(deps, em, { tenant, actor: c.get('actor') }, json, claim)
        return created.id
      },
      async respond(id) {
        const invoice = created ?? (await findInvoice(em, id, tenant))
        const isDue = invoice.sendAt && invoice.sendAt.getTime() <= Date.now()
        const refused = isDue ? await tryIssue(deps, em, invoice) : undefined
        if (refused) {
          await withdrawDraft(em, id, tenant)
          throw await issueProblem(em, tenant.merchantId, refused)
        }
        return viewInvoice(em, id, tenant, deps)
      },
      locationOf: (id) => `/v1/invoices/${id}`,
    })
  })

  routes.get('/', async (c) => {
    const { limit, after, ...request } = parseListRequest(listQueryOf(c))
    const list = { tenant: c.get('tenant'), ...request }
    const found = await listInvoices(c.get('em'), list, { limit: limit + 1, after })
    const { rows, nextCursor } = pageOf(found, limit, ({ position }) => cursorOf(list.order, position))
    return c.json({
      data: rows.map(({ row, link }) => invoiceView(row, link, deps)),
      next_cursor: nextCursor,
    })
  })

  routes.get('/:id', async (c) => {
    const invoice = await loadInvoice(c.get('em'), c.req.param('id'), c.get('tenant'))
    c.header('etag', tagOf(invoice))
    return c.json(viewOf(invoice, deps))
  })

  routes.post('/:id/send', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const invoice = await findInvoice(em, c.req.param('id'), tenant)
    const { id } = invoice
    const { text, json } = await readOptionalJson(c)
    const run = async () => {
      parseBody(EmptyBody, json)
      await sendInvoice(deps, em, invoice, c.get('actor'))
      return { status: 200, body: await viewInvoice(em, id, tenant, deps) } as const
    }
    return withIdempotency(c, text, { resourceId: id, run })
  })

  routes.post('/:id/preview', async (c) => {
    const invoice = await findInvoice(c.get('em'), c.req.param('id'), c.get('tenant'))
    const { text, json } = await readOptionalJson(c)
    const run = async () => {
      parseBody(EmptyBody, json)
      const { url, expiresAt } = previewLink(invoice, deps)
      const body = { object: 'preview', url, expires_at: new Date(expiresAt).toISOString() }
      return { status: 201, body } as const
    }
    return withIdempotency(c, text, { resourceId: invoice.id, run })
  })

  routes.get('/:id/events', async (c) => {
    const em = c.get('em')
    const { id } = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    const { limit, cursor } = parseEventList(c.req.query())
    const { events, nextCursor } = await listTimeline(em, id, { limit, after: cursor })
    return c.json({ data: events, next_cursor: nextCursor })
  })

  routes.get('/:id/next', async (c) => {
    const em = c.get('em')
    return c.json(await viewUpcoming(em, await findInvoice(em, c.req.param('id'), c.get('tenant'))))
  })

  routes.get('/:id/credit_notes', async (c) => {
    const em = c.get('em')
    const invoice = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    const notes = await readCreditNotes(em, invoice)
    return c.json({ data: notes.map((note) => creditNoteView({ note, invoice })), next_cursor: null })
  })

  routes.patch('/:id', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const ifMatch = readIfMatch(c)
    const invoice = await loadInvoice(em, c.req.param('id'), tenant)
    const { id } = invoice.row
    const { text, json } = await readJson(c)
    const run = async (commandId: string) => {
      await changeInvoice(deps, em, invoice, json, { commandId, actor: c.get('actor'), ifMatch })
      const { view, tag } = await viewChanged(em, id, tenant, deps)
      c.header('etag', tag)
      return { status: 200, body: view } as const
    }
    return withIdempotency(c, text, { resourceId: id, run })
  })

  routes.delete('/:id', async (c) => {
    const id = c.req.param('id')
    if (!isId('inv', id)) throw notFound('Invoice')
    return withIdempotency(c, await c.req.text(), {
      async change(claim) {
        await deleteDraft(c.get('em'), id, c.get('tenant'), claim)
        return id
      },
    })
  })

  routes.route('/', commandRoutes(deps))

  routes.get('/:id/pdf', async (c) => {
    const em = c.get('em')
    const { id, status } = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    if (status === 'draft') throw new Problem('not_found', 'A draft has no PDF. Send it first.')
    const { document } = await loadDocument(em, id)
    return pdfResponse(c, await deps.pdfs.invoice(document))
  })

  routes.get('/:id/einvoice', async (c) => {
    const em = c.get('em')
    const invoice = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    const { format } = parseQuery(EInvoiceQuery, c.req.query())
    if (format) return einvoiceFile(c, deps, em, invoice, format)
    return c.json(await einvoiceOverview(deps, await shownDocument(em, invoice)))
  })

  return routes
}
