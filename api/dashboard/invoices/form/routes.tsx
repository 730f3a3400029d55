import { type Context, Hono } from 'hono'
import { violates } from '../../../../db/constraint.ts'
import { listCustomers } from '../../../../db/customers/customers.ts'
import { InvoiceRow } from '../../../../db/entities/index.ts'
import { isId, newId } from '../../../../db/ids.ts'
import { payableCurrencies } from '../../../../db/payments/payout-accounts.ts'
import { addDays, dateInZone } from '../../../../domain/shared/calendar.ts'
import type { ApiDeps } from '../../../deps.ts'
import { tagOf } from '../../../http/entity-tag.ts'
import { Problem, problemStatus } from '../../../http/problem.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import { changeInvoice } from '../../../merchant/invoices/change-invoice.ts'
import { createDraft } from '../../../merchant/invoices/create-draft.ts'
import { findInvoice, loadInvoice } from '../../../merchant/invoices/find-invoice.ts'
import { sendInvoice } from '../../../merchant/invoices/send-invoice.ts'
import { refuse, requireWriter } from '../../guards.tsx'
import { mistakesOf, problemWords } from '../../problem-words.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { bodyOf, type DraftForm, formOf, pressed, readDraftForm, withoutEmptyLines } from './draft-form.ts'
import { DraftFormPage } from './draft-form-page.tsx'

const LISTED_CUSTOMERS = 100
const DUE_IN_DAYS = 14

export function formRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.use('/new', requireWriter('invoice'))
  routes.use('/:id/edit', requireWriter('invoice'))

  routes.get('/new', async (c) => c.html(await page(c, await newForm(c))))

  routes.post('/new', async (c) => {
    const fields = await readForm(c)
    const form = readDraftForm(fields)
    const button = fields['do'] ?? ''
    if (button !== 'save' && button !== 'send') return c.html(await page(c, pressed(form, button)))
    const filled = withoutEmptyLines(form)
    const body = bodyOf(filled, undefined)
    if ('mistakes' in body) return c.html(await page(c, filled, body), 422)
    const given = fields['id'] ?? ''
    const id = isId('inv', given) ? given : newId('inv')
    const by = { tenant: c.get('tenant'), actor: c.get('actor'), id }
    try {
      await createDraft(deps, c.get('em'), by, body.json, undefined)
    } catch (error) {
      if (error instanceof Problem) return problemPage(c, error, filled)
      // The form was sent twice.
      if (!violates(error, 'invoice_pkey')) throw error
    }
    return button === 'send' ? send(c, id) : c.redirect(`${pathOf(c, id)}?done=saved`, 303)
  })

  routes.get('/:id/edit', async (c) => {
    const found = await loadInvoice(c.get('em'), c.req.param('id'), c.get('tenant'))
    if (found.row.status !== 'draft') return c.redirect(pathOf(c, found.row.id), 303)
    const form = formOf(found.row)
    return c.html(
      await page(c, { ...form, fields: { ...form.fields, tag: tagOf(found) } }, { id: found.row.id }),
    )
  })

  routes.post('/:id/edit', async (c) => {
    const em = c.get('em')
    const found = await loadInvoice(em, c.req.param('id'), c.get('tenant'))
    const { id, status } = found.row
    const fields = await readForm(c)
    const form = readDraftForm(fields)
    const button = fields['do'] ?? ''
    if (button !== 'save' && button !== 'send') return c.html(await page(c, pressed(form, button), { id }))
    if (status !== 'draft') return refuse(c, problemWords(new Problem('not_a_draft')), 409)
    const filled = withoutEmptyLines(form)
    const body = bodyOf(filled, null)
    if ('mistakes' in body) return c.html(await page(c, filled, { id, ...body }), 422)
    const { tag = '' } = fields
    const ifMatch = { isAny: false, matches: (present: string) => present === tag }
    try {
      const request = { commandId: newId('cmd'), actor: c.get('actor'), ifMatch }
      await changeInvoice(deps, em, found, body.json, request)
    } catch (error) {
      if (error instanceof Problem) return problemPage(c, error, filled, id)
      throw error
    }
    return button === 'send' ? send(c, id) : c.redirect(`${pathOf(c, id)}?done=saved`, 303)
  })

  return routes

  async function newForm(c: Context<DashboardEnv>): Promise<DraftForm> {
    const { timeZone } = c.get('viewer')
    const from = c.req.query('from')
    const due = addDays(dateInZone(Date.now(), timeZone), DUE_IN_DAYS)
    const id = newId('inv')
    if (from !== undefined) {
      const { fields, lines } = formOf(await findInvoice(c.get('em'), from, c.get('tenant')))
      const reminders = fields['reminders'] === 'own' ? 'plan' : (fields['reminders'] ?? 'plan')
      return { fields: { ...fields, id, number: '', due_date: due, reminders }, lines }
    }
    const last = await c.get('em').findOne(InvoiceRow, c.get('tenant'), {
      orderBy: { createdAt: 'desc' },
      fields: ['currency'],
    })
    const currency = last?.currency ?? ''
    return { fields: { id, due_date: due, currency, email: 'yes', reminders: 'plan' }, lines: [] }
  }

  async function page(
    c: Context<DashboardEnv>,
    form: DraftForm,
    { id, mistakes }: { id?: string; mistakes?: Mistakes } = {},
  ) {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const currencies = [...(await payableCurrencies(em, tenant))].toSorted()
    const { rows } = await listCustomers(em, tenant, { limit: LISTED_CUSTOMERS })
    const customers = rows.flatMap(({ name, email }) => (name && email ? [{ name, email }] : []))
    const [first = ''] = currencies
    return DraftFormPage({
      viewer: c.get('viewer'),
      form: {
        ...form,
        fields: {
          ...form.fields,
          ...nameOf(form.fields, customers),
          currency: form.fields['currency'] || first,
        },
      },
      ...(id === undefined ? {} : { invoiceId: id }),
      currencies,
      customers,
      channels: deps.channels[tenant.mode],
      mistakes,
    })
  }

  async function problemPage(c: Context<DashboardEnv>, problem: Problem, form: DraftForm, id?: string) {
    const shown = { mistakes: mistakesOf(problem), ...(id === undefined ? {} : { id }) }
    return c.html(await page(c, form, shown), problemStatus(problem))
  }

  async function send(c: Context<DashboardEnv>, id: string): Promise<Response> {
    try {
      await sendInvoice(
        deps,
        c.get('em'),
        await findInvoice(c.get('em'), id, c.get('tenant')),
        c.get('actor'),
      )
      return c.redirect(`${pathOf(c, id)}?done=send`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return refuse(c, `The draft is saved, but it was not sent. ${problemWords(error)}`, 409)
    }
  }
}

function nameOf(fields: Fields, customers: readonly { name: string; email: string }[]): Fields {
  const email = fields['customer.email']?.trim().toLowerCase()
  if (fields['customer.name']?.trim() || !email) return {}
  const known = customers.find((customer) => customer.email.toLowerCase() === email)
  return known ? { 'customer.name': known.name } : {}
}

function pathOf(c: Context<DashboardEnv>, id: string): string {
  return `${c.get('viewer').base}/invoices/${id}`
}
