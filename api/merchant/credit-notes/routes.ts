import { Hono } from 'hono'
import { loadCreditNoteDocument } from '../../../db/credit-notes/document.ts'
import { readCreditedInvoice, readCreditNote } from '../../../db/credit-notes/read-credit-notes.ts'
import type { CreditNoteRow } from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv, Tenant } from '../../http/api-key-auth.ts'
import { parseQuery } from '../../http/request/list-query.ts'
import { pdfResponse } from '../../http/response/pdf-response.ts'
import { notFound } from '../../http/errors/problem.ts'
import { creditNoteFile, CreditNoteFileQuery } from '../invoices/view/einvoice.ts'
import { creditNoteView } from './credit-note-view.ts'
import { listFromQuery } from './list-credit-notes.ts'

export function creditNoteRoutes(deps: Pick<ApiDeps, 'eInvoices' | 'pdfs'>): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const { rows, nextCursor } = await listFromQuery(c.get('em'), c.get('tenant'), c.req.query())
    return c.json({ data: rows.map(creditNoteView), next_cursor: nextCursor })
  })

  routes.get('/:id', async (c) => {
    const em = c.get('em')
    const note = await findCreditNote(em, c.req.param('id'), c.get('tenant'))
    return c.json(creditNoteView({ note, invoice: await readCreditedInvoice(em, note) }))
  })

  routes.get('/:id/pdf', async (c) => {
    const em = c.get('em')
    const note = await findCreditNote(em, c.req.param('id'), c.get('tenant'))
    return pdfResponse(c, await deps.pdfs.creditNote(await loadCreditNoteDocument(em, note)))
  })

  routes.get('/:id/einvoice', async (c) => {
    const em = c.get('em')
    const note = await findCreditNote(em, c.req.param('id'), c.get('tenant'))
    const { format } = parseQuery(CreditNoteFileQuery, c.req.query())
    return creditNoteFile(c, deps, await loadCreditNoteDocument(em, note), format)
  })

  return routes
}

/** @throws Problem `not_found`, also for another merchant's or mode's credit note */
export async function findCreditNote(em: EntityManager, id: string, tenant: Tenant): Promise<CreditNoteRow> {
  const note = isId('crn', id) ? await readCreditNote(em, id, tenant) : undefined
  if (!note) throw notFound('Credit note')
  return note
}
