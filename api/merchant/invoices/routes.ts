import { Hono } from 'hono'
import { InvoiceEventRow, InvoiceRow, CommandPayloadRow, MerchantRow } from '../../../db/entities/index.ts'
import { saveResponse } from '../../../db/idempotency.ts'
import { loadDocument } from '../../../db/invoices/document.ts'
import { payableCurrencies } from '../../../db/payments/payout-accounts.ts'
import { listInvoices } from '../../../db/invoices/list.ts'
import { commandIdOf } from '../../../domain/invoice/index.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { signPreviewToken } from '../../../domain/payment/payment-link.ts'
import { renderInvoicePdf } from '../../../integrations/pdf/invoice-pdf.ts'
import type { ApiDeps } from '../../deps.ts'
import { pdfKey } from '../../http/pdf-cache.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { amendInvoice } from './amend-invoice.ts'
import { type MerchantEnv, requireApiKey } from '../../http/api-key-auth.ts'
import { createDraft, findPriorRequest } from './create-draft.ts'
import { editDraft } from './edit-draft.ts'
import { findInvoice, linksOf, viewInvoice, viewNext } from './find-invoice.ts'
import { commandRoutes } from './command-routes.ts'
import { noPayoutAccount } from './parse-request.ts'
import { eventView, invoiceView } from './invoice-view.ts'
import { readJson } from '../../http/json-body.ts'
import { parseEventList, parseInvoiceList } from '../../http/list-query.ts'
import { replayResponse, idempotencyOf, withIdempotency } from '../../http/idempotency.ts'

/** How long the link of a preview works, in milliseconds: a day. */
const PREVIEW_MS = 86_400_000

/** `/v1/invoices`. */
export function invoiceRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { em, log } = deps
  const routes = new Hono<MerchantEnv>()
  routes.use(requireApiKey(deps))

  routes.post('/', async (c) => {
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    const idempotency = idempotencyOf(c, tenant, text)
    const earlier = idempotency && (await findPriorRequest(em, idempotency))
    if (earlier && 'answer' in earlier) return replayResponse(earlier.answer)
    const invoice = earlier
      ? await em.fork().findOneOrFail(InvoiceRow, { id: earlier.resourceId })
      : await createDraft(deps, tenant, json, idempotency)
    if (invoice.sendAt && invoice.sendAt.getTime() <= Date.now()) await tryIssue(invoice)
    const body = JSON.stringify(await viewInvoice(deps, invoice.id, tenant))
    if (idempotency) await saveResponse(em, idempotency.scope, 201, body)
    return c.body(body, 201, { 'content-type': 'application/json', location: `/v1/invoices/${invoice.id}` })
  })

  routes.get('/', async (c) => {
    const query = parseInvoiceList(c.req.query())
    const page = await listInvoices(em, c.get('tenant'), query)
    const links = await linksOf(em, page.rows)
    const data = page.rows.map((row) => invoiceView(row, links.get(row.linkId ?? '') ?? null, deps))
    return c.json({ data, next_cursor: page.nextCursor })
  })

  routes.get('/:id', async (c) => c.json(await viewInvoice(deps, c.req.param('id'), c.get('tenant'))))

  routes.post('/:id/send', async (c) => {
    const invoice = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    if (invoice.status === 'draft') {
      await assertNotPastDue(invoice)
      await assertPayable(invoice)
      // Written down first: should this process die now, the sweep sends it.
      const sendAt = new Date()
      await em
        .fork()
        .nativeUpdate(InvoiceRow, { id: invoice.id, status: 'draft' }, { sendAt, updatedAt: sendAt })
      await tryIssue(invoice)
    }
    return c.json(await viewInvoice(deps, invoice.id, c.get('tenant')))
  })

  // Nothing is kept of a preview: whoever has the link sees the draft as it is then.
  routes.post('/:id/preview', async (c) => {
    const { id, status } = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    if (status !== 'draft') throw new Problem('not_a_draft')
    const expiresAt = Math.floor((Date.now() + PREVIEW_MS) / 1_000) * 1_000
    const url = `${deps.publicUrl}/preview/${signPreviewToken(id, expiresAt, deps.linkKeys)}`
    return c.json({ object: 'preview', url, expires_at: new Date(expiresAt).toISOString() }, 201)
  })

  routes.get('/:id/events', async (c) => {
    const { id } = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    const { limit, cursor } = parseEventList(c.req.query())
    const after = cursor === undefined ? {} : { seq: { $gt: cursor } }
    const rows = await em
      .fork()
      .find(InvoiceEventRow, { invoiceId: id, ...after }, { orderBy: { seq: 'asc' }, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    const notes = await notesOf(page)
    const data = page.map((row) => eventView(row, notes.get(commandOf(row) ?? '')))
    return c.json({ data, next_cursor: last ? String(last.seq) : null })
  })

  routes.get('/:id/next', async (c) =>
    c.json(await viewNext(deps, await findInvoice(em, c.req.param('id'), c.get('tenant')))),
  )

  // A draft can be changed in everything; of a sent invoice, when it is due, how it reminds and where it goes.
  routes.patch('/:id', async (c) => {
    const tenant = c.get('tenant')
    const invoice = await findInvoice(em, c.req.param('id'), tenant)
    const { text, json } = await readJson(c)
    return withIdempotency(deps, c, { tenant, subjectId: invoice.id, text }, async (commandId) => {
      if (invoice.status === 'draft') await editDraft(deps, invoice, json)
      else await amendInvoice(deps, invoice, json, { commandId, actor: c.get('actor') })
      const next = await viewNext(deps, await findInvoice(em, invoice.id, tenant))
      return { status: 200, body: { ...(await viewInvoice(deps, invoice.id, tenant)), next } }
    })
  })

  routes.route('/', commandRoutes(deps))

  routes.get('/:id/pdf', async (c) => {
    const { id, status } = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    if (status === 'draft') throw new Problem('not_found', 'A draft has no PDF until it is sent.')
    const { document, invoice } = await loadDocument(em, id)
    const bytes = await deps.pdfs(pdfKey('invoice', invoice), () => renderInvoicePdf(document))
    return c.body(Buffer.from(bytes), 200, { 'content-type': 'application/pdf' })
  })

  return routes

  /** What the merchant noted down with the commands that these events came of. */
  async function notesOf(rows: InvoiceEventRow[]): Promise<Map<string, string>> {
    const ids = rows.flatMap((row) => commandOf(row) ?? [])
    const requests = ids.length > 0 ? await em.fork().find(CommandPayloadRow, { id: { $in: ids } }) : []
    return new Map(requests.flatMap(({ id, body }) => (body.note ? [[id, body.note]] : [])))
  }

  /** A draft can lie about until the day it asks to be paid by is over. */
  async function assertNotPastDue({ merchantId, dueDate, testClockOffsetMs }: InvoiceRow): Promise<void> {
    const { timeZone } = await em.fork().findOneOrFail(MerchantRow, { id: merchantId })
    if (dueDate < dateInZone(Date.now() + testClockOffsetMs, timeZone)) {
      throw new Problem('due_before_issue', `The draft is due on ${dueDate}: change that first.`)
    }
  }

  /** Its currency was payable when it was drafted. */
  async function assertPayable(draft: InvoiceRow): Promise<void> {
    const { currency } = draft
    if ((await payableCurrencies(em, draft)).has(currency)) return
    throw invalidFields([{ pointer: '/currency', ...noPayoutAccount(currency) }])
  }

  /** With Temporal away the draft stays due, and the sweep issues it: the merchant's request is not lost. */
  async function tryIssue(invoice: InvoiceRow): Promise<void> {
    try {
      await deps.invoices.issue(invoice)
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError)) throw error
      log.warn({ invoice: invoice.id, err: error }, 'issue deferred')
    }
  }
}

function commandOf({ cause }: InvoiceEventRow): string | undefined {
  return commandIdOf(cause)
}
