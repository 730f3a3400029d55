import { type Context, Hono } from 'hono'
import { isId, newId } from '../../../../db/ids.ts'
import { addDays, dateInZone } from '../../../../domain/shared/calendar.ts'
import type { ApiDeps } from '../../../deps.ts'
import { tagOf } from '../../../http/entity-tag.ts'
import { Problem, type ProblemCode, problemStatus } from '../../../http/errors/problem.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import { findInvoice, loadInvoice } from '../../../merchant/invoices/find-invoice.ts'
import { sendInvoice } from '../../../merchant/invoices/send-invoice.ts'
import { refuse, requireWriter } from '../../guards.tsx'
import { problemWords } from '../../problem-words.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { knownCustomers, withChoices } from './choices.ts'
import { KnownCustomers } from './fields/customer-fields.tsx'
import { draftMistakesOf } from './draft-body.ts'
import { DraftFormPage } from './draft-form-page.tsx'
import { type DraftForm, pressed, readDraftForm, withoutEmptyLines } from './draft-form.ts'
import { labelsOf, type Saving } from './draft-state.tsx'
import { formOf } from './form-of-row.ts'
import { knownCustomer, namedCustomer, withKnown } from './known-customer.ts'
import { saveDraft } from './save-draft.ts'

const DUE_IN_DAYS = 14
const CONFLICTS: Partial<Record<ProblemCode, Saving['conflict']>> = {
  precondition_failed: 'changed',
  not_found: 'deleted',
}
/** A copy of an invoice begins without these. */
const OWN_TO_EACH = {
  number: '',
  issue_date: '',
  amount_paid: '',
  tax_exchange_rate: '',
  delivery_date: '',
  'service_period.from': '',
  'service_period.to': '',
  send_on: '',
  send_time: '',
  send_at: '',
  link_expires_on: '',
  link_expires_at: '',
  metadata: '',
  metadata_kept: '',
}
const SAVING_BUTTONS = ['save', 'send', 'replace', 'keep']

interface Shown {
  saving: Saving
  isNew: boolean
  mistakes?: Mistakes | undefined
}

export function formRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  for (const path of ['/new', '/new/*', '/:id/edit']) routes.use(path, requireWriter('invoice'))

  routes.get('/new', async (c) =>
    c.html(await page(c, await newForm(c), { saving: { id: newId('inv'), tag: '' }, isNew: true })),
  )

  routes.post('/new', async (c) => {
    const fields = await readForm(c)
    const given = fields['id'] ?? ''
    return answer(c, fields, { id: isId('inv', given) ? given : newId('inv'), isNew: true })
  })

  routes.get('/new/customers', async (c) => {
    const words = (c.req.query('customer.email') ?? c.req.query('customer.name') ?? '').trim()
    const known = await knownCustomers(c.get('em'), c.get('tenant'), words)
    return c.html(KnownCustomers({ known }))
  })

  routes.get('/:id/edit', async (c) => {
    const found = await loadInvoice(c.get('em'), c.req.param('id'), c.get('tenant'))
    const { id, status } = found.row
    if (status !== 'draft') return c.redirect(pathOf(c, id), 303)
    const { timeZone } = c.get('viewer')
    return c.html(
      await page(c, formOf(found.row, timeZone), { saving: { id, tag: tagOf(found) }, isNew: false }),
    )
  })

  routes.post('/:id/edit', async (c) => {
    const id = c.req.param('id')
    const fields = await readForm(c)
    // A form that has seen the draft keeps its text when the draft is deleted.
    if (!isId('inv', id) || !fields['tag']) await loadInvoice(c.get('em'), id, c.get('tenant'))
    return answer(c, fields, { id, isNew: false })
  })

  return routes

  async function answer(
    c: Context<DashboardEnv>,
    fields: Fields,
    { id, isNew }: { id: string; isNew: boolean },
  ): Promise<Response> {
    const { do: button = '', tag = '' } = fields
    const form = readDraftForm(fields)
    const saving = { id, tag }
    if (button === 'customer') {
      const known = await knownCustomer(c.get('em'), c.get('tenant'), form.fields)
      c.header('hx-trigger', 'filled')
      return c.html(await page(c, { ...form, fields: { ...form.fields, ...known } }, { saving, isNew }))
    }
    if (!SAVING_BUTTONS.includes(button)) {
      const filled = await withKnown(c.get('em'), c.get('tenant'), pressed(form, button))
      return c.html(await page(c, filled, { saving, isNew }))
    }
    const by = { tenant: c.get('tenant'), actor: c.get('actor'), id, zone: c.get('viewer').timeZone }
    const isForced = button === 'replace'
    const filled = withoutEmptyLines(form)
    try {
      const saved = await saveDraft(deps, c.get('em'), by, { form: filled, tag, isForced })
      if ('mistakes' in saved) return unsaved(c, filled, { saving, isNew, ...saved })
      if (button === 'keep') {
        c.header('hx-replace-url', `${pathOf(c, id)}/edit`)
        return c.html(await page(c, form, { saving: { id, tag: saved.tag, at: Date.now() }, isNew }))
      }
      return button === 'send' ? await send(c, id) : c.redirect(`${pathOf(c, id)}?done=saved`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const mistakes = draftMistakesOf(error)
      if (error.errors) return unsaved(c, filled, { saving, isNew, mistakes })
      const refused = { ...saving, refusal: problemWords(error), conflict: CONFLICTS[error.code] }
      const shown = { saving: refused, isNew, ...(button === 'keep' ? {} : { mistakes }) }
      return c.html(await page(c, form, shown), problemStatus(error))
    }
  }

  /** While somebody types, only the state of the draft says what is missing. */
  async function unsaved(
    c: Context<DashboardEnv>,
    form: DraftForm,
    { saving, isNew, mistakes = {} }: Shown,
  ): Promise<Response> {
    if (form.fields['do'] !== 'keep') return c.html(await page(c, form, { saving, isNew, mistakes }), 422)
    const wrong = labelsOf(Object.keys(mistakes))
    return c.html(await page(c, form, { saving: { ...saving, wrong }, isNew }))
  }

  async function newForm(c: Context<DashboardEnv>): Promise<DraftForm> {
    const { timeZone } = c.get('viewer')
    const from = c.req.query('from')
    const due = addDays(dateInZone(Date.now(), timeZone), DUE_IN_DAYS)
    if (from !== undefined) {
      const form = formOf(await findInvoice(c.get('em'), from, c.get('tenant')), timeZone)
      return { ...form, fields: { ...form.fields, ...OWN_TO_EACH, due_date: due } }
    }
    const customer = await namedCustomer(c.get('em'), c.get('tenant'), c.req.query('customer'))
    return {
      fields: { due_date: due, email: 'yes', reminders: 'plan', ...customer },
      lines: [],
      steps: [],
    }
  }

  async function page(c: Context<DashboardEnv>, form: DraftForm, { saving, isNew, mistakes }: Shown) {
    const tenant = c.get('tenant')
    const viewer = c.get('viewer')
    return DraftFormPage({
      viewer,
      ...(await withChoices(c.get('em'), tenant, form)),
      saving,
      isNew,
      path: `${viewer.base}/invoices/${isNew ? 'new' : `${saving.id}/edit`}`,
      lookup: `${viewer.base}/invoices/new/customers`,
      channels: deps.channels[tenant.mode],
      mistakes,
    })
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

function pathOf(c: Context<DashboardEnv>, id: string): string {
  return `${c.get('viewer').base}/invoices/${id}`
}
