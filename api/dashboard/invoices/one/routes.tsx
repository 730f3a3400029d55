import { type Context, Hono } from 'hono'
import { loadCreditNoteDocument } from '../../../../db/credit-notes/document.ts'
import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { readTemplate } from '../../../../db/settings/email-templates.ts'
import { EINVOICE_FILES } from '../../../../domain/einvoice/format.ts'
import { invoiceWorkflowId } from '../../../../workflows/invoice/contract.ts'
import type { ApiDeps } from '../../../deps.ts'
import { ifMatchOf, tagOf } from '../../../http/entity-tag.ts'
import { pdfResponse } from '../../../http/response/pdf-response.ts'
import { Problem } from '../../../http/errors/problem.ts'
import { NOT_ALLOWED } from '../../../identity/chosen-merchant.ts'
import { readForm } from '../../../identity/form.ts'
import { findCreditNote } from '../../../merchant/credit-notes/routes.ts'
import { renderPreview } from '../../../merchant/email-templates/preview.ts'
import { changeInvoice } from '../../../merchant/invoices/change-invoice.ts'
import { runCommand } from '../../../merchant/invoices/commands.ts'
import { deleteDraft } from '../../../merchant/invoices/delete-draft.ts'
import { einvoiceFile } from '../../../merchant/invoices/view/einvoice.ts'
import { findInvoice, loadInvoice } from '../../../merchant/invoices/find-invoice.ts'
import { previewLink } from '../../../merchant/invoices/preview-link.ts'
import { sendInvoice } from '../../../merchant/invoices/send-invoice.ts'
import { shownDocument } from '../../../merchant/invoices/view/shown-document.ts'
import type { Attempt } from '../../command-form.tsx'
import { commandIdOf, formIdOf } from '../../command-id.ts'
import { emailHtml } from '../../email-html.ts'
import { refuse } from '../../guards.tsx'
import { noticeOf } from '../../notice.ts'
import { enteredForm, refusedForm } from '../../shown-fields.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { changeBody, changeFields, changeMistakes } from './commands/change-form.ts'
import { EmailPage } from './email-page.tsx'
import { InvoicePage } from './invoice-page.tsx'
import { loadInvoiceView } from './load-invoice-view.ts'
import { bodyOf, DONE, doneOf, isPageCommand, PAGE_COMMANDS } from './commands/page-commands.ts'

export function invoiceRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/:id', async (c) => {
    return c.html(await page(c, c.req.param('id'), { notice: noticeOf(c, DONE) }))
  })

  routes.get('/:id/customer-view', async (c) => {
    const invoice = await findInvoice(c.get('em'), c.req.param('id'), c.get('tenant'))
    return c.redirect(previewLink(invoice, deps).url, 303)
  })

  routes.get('/:id/invoice.pdf', async (c) => {
    const invoice = await findInvoice(c.get('em'), c.req.param('id'), c.get('tenant'))
    return pdfResponse(c, await deps.pdfs.invoice(await shownDocument(c.get('em'), invoice)))
  })

  routes.get('/:id/einvoice/:format', async (c) => {
    const em = c.get('em')
    const invoice = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    const format = EINVOICE_FILES.find((one) => one === c.req.param('format'))
    if (!format) throw new Problem('not_found')
    return einvoiceFile(c, deps, em, invoice, format)
  })

  routes.get('/:id/credit-notes/:note/pdf', async (c) => {
    const em = c.get('em')
    const note = await findCreditNote(em, c.req.param('note'), c.get('tenant'))
    if (note.invoiceId !== c.req.param('id')) throw new Problem('not_found')
    return pdfResponse(c, await deps.pdfs.creditNote(await loadCreditNoteDocument(em, note)))
  })

  routes.get('/:id/email', async (c) => {
    const invoice = await findInvoice(c.get('em'), c.req.param('id'), c.get('tenant'))
    const email = await emailOf(c, invoice.id)
    const { id: invoiceId, customerEmail: to } = invoice
    return c.html(EmailPage({ viewer: c.get('viewer'), invoiceId, to, email }))
  })

  routes.get('/:id/email.html', async (c) => {
    const { html } = await emailOf(c, c.req.param('id'))
    return emailHtml(c, html)
  })

  routes.post('/:id/send', async (c) => {
    const em = c.get('em')
    const invoice = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    return answer(c, { command: 'send', fields: {} }, () =>
      sendInvoice(deps, em, invoice, c.get('actor')).then(() => 'send'),
    )
  })

  routes.post('/:id/delete', async (c) => {
    const id = c.req.param('id')
    const { id: known } = await findInvoice(c.get('em'), id, c.get('tenant'))
    try {
      await deleteDraft(c.get('em'), known, c.get('tenant'), undefined)
      return c.redirect(`${c.get('viewer').base}/invoices`, 303)
    } catch (error) {
      return refusedPage(c, error, { command: 'delete', fields: {} })
    }
  })

  routes.post('/:id/change', async (c) => {
    const em = c.get('em')
    const found = await loadInvoice(em, c.req.param('id'), c.get('tenant'))
    const fields = await readForm(c)
    const form = enteredForm(fields)
    const body = changeBody(form, fields)
    if ('mistakes' in body) {
      const attempt = { command: 'change', fields, ...body }
      return c.html(await page(c, found.row.id, { attempt }), 422)
    }
    return answer(c, { command: 'change', fields }, async () => {
      form.assertNotStale(changeFields(found.row))
      const commandId = commandIdOf(found.row, formIdOf(fields))
      // Another change can come between the check and the decision.
      const request = { commandId, actor: c.get('actor'), ifMatch: ifMatchOf(tagOf(found)) }
      await changeInvoice(deps, em, found, body.json, request)
      return 'changed'
    })
  })

  routes.post('/:id/:command', async (c) => {
    const command = c.req.param('command')
    if (!isPageCommand(command)) throw new Problem('not_found')
    const em = c.get('em')
    const invoice = await findInvoice(em, c.req.param('id'), c.get('tenant'))
    if (command === 'refund' && !c.get('viewer').may('invoice', 'refund')) return refuse(c, NOT_ALLOWED, 403)
    const fields = await readForm(c)
    const paymentId = command === 'undo' ? fields['payment'] : undefined
    const attempt = { command, paymentId, fields }
    const body = bodyOf(command, fields, invoice)
    if ('mistakes' in body)
      return c.html(await page(c, invoice.id, { attempt: { ...attempt, ...body } }), 422)
    return answer(c, attempt, async () => {
      const commandId = commandIdOf(invoice, formIdOf(fields))
      const mayRefund = c.get('viewer').may('invoice', 'refund')
      const request = { json: body.json, commandId, actor: c.get('actor'), paymentId, mayRefund }
      await runCommand(deps, em, invoice, PAGE_COMMANDS[command], request)
      return doneOf(command, fields)
    })
  })

  return routes

  async function answer(
    c: Context<DashboardEnv>,
    attempt: Omit<Attempt, 'mistakes'>,
    run: () => Promise<keyof typeof DONE>,
  ): Promise<Response> {
    try {
      const done = await run()
      return c.redirect(`${c.get('viewer').base}/invoices/${c.req.param('id') ?? ''}?done=${done}`, 303)
    } catch (error) {
      return refusedPage(c, error, attempt)
    }
  }

  async function refusedPage(
    c: Context<DashboardEnv>,
    error: unknown,
    attempt: Omit<Attempt, 'mistakes'>,
  ): Promise<Response> {
    if (error instanceof Problem && error.code === 'not_found') throw error
    const { fields, mistakes, status } = refusedForm(error, attempt.fields)
    const shown = { ...attempt, fields, mistakes: changeMistakes(mistakes) }
    return c.html(await page(c, c.req.param('id') ?? '', { attempt: shown }), status)
  }

  async function page(
    c: Context<DashboardEnv>,
    id: string,
    { attempt, notice }: { attempt?: Attempt; notice?: string | undefined },
  ) {
    const viewer = c.get('viewer')
    const view = await loadInvoiceView(c.get('em'), id, c.get('tenant'), deps)
    const channels = deps.channels[viewer.mode]
    return InvoicePage({
      viewer,
      view,
      channels,
      workflowUrl: workflowUrl(viewer.person.email, view.row),
      attempt,
      notice,
    })
  }

  function workflowUrl(email: string, { id, status }: InvoiceRow): string | undefined {
    const { operators } = deps
    if (!operators?.emails.has(email) || status === 'draft') return undefined
    return `${operators.workflowsUrl}/${invoiceWorkflowId(id)}`
  }

  async function emailOf(c: Context<DashboardEnv>, invoiceId: string) {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const template = await readTemplate(em, tenant.merchantId, 'invoice')
    const request = { kind: 'invoice', template, changes: {}, invoiceId } as const
    return renderPreview(em, tenant, request, deps.publicUrl)
  }
}
