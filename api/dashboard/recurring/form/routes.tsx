import { type Context, Hono } from 'hono'
import { isId, newId } from '../../../../db/ids.ts'
import { addDays, dateInZone } from '../../../../domain/shared/calendar.ts'
import type { ApiDeps } from '../../../deps.ts'
import { Problem, problemStatus } from '../../../http/errors/problem.ts'
import { type Mistakes, readForm } from '../../../identity/form.ts'
import { previewChange } from '../../../merchant/recurring/change-recurring.ts'
import { runRecurringCommand } from '../../../merchant/recurring/commands.ts'
import {
  createFromRequest,
  isCreatedAlready,
  isUnchanged,
  previewRecurring,
  startRecurring,
} from '../../../merchant/recurring/create-recurring.ts'
import { findRecurring, loadRecurring } from '../../../merchant/recurring/find-recurring.ts'
import { commandIdOf, formIdOf } from '../../command-id.ts'
import { requireWriter } from '../../guards.tsx'
import { withChoices } from '../../invoices/form/choices.ts'
import { draftMistakesOf } from '../../invoices/form/draft-body.ts'
import { type DraftForm, pressed, readDraftForm, withoutEmptyLines } from '../../invoices/form/draft-form.ts'
import { knownCustomer, namedCustomer, withKnown } from '../../invoices/form/known-customer.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { type Preview, RecurringFormPage } from './form-page.tsx'
import { formOfRecurring, recurringBodyOf } from './recurring-form.ts'

export function recurringFormRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  for (const path of ['/new', '/:id/edit']) routes.use(path, requireWriter('invoice'))

  routes.get('/new', async (c) => c.html(await page(c, await newForm(c))))

  routes.post('/new', async (c) => {
    const fields = await readForm(c)
    const form = readDraftForm(fields)
    const button = fields['do'] ?? ''
    if (button !== 'save') return c.html(await page(c, await filledIn(c, form, button)))
    const filled = await withKnown(c.get('em'), c.get('tenant'), withoutEmptyLines(form))
    const body = recurringBodyOf(filled, undefined, c.get('viewer').timeZone)
    if ('mistakes' in body) return c.html(await page(c, filled, body), 422)
    const em = c.get('em')
    const tenant = c.get('tenant')
    const given = fields['id'] ?? ''
    const id = isId('rec', given) ? given : newId('rec')
    try {
      await createFromRequest(deps, em, { tenant, actor: c.get('actor'), id }, body.json)
    } catch (error) {
      if (error instanceof Problem) return problemPage(c, error, filled)
      // The form was sent twice, unless the id is another merchant's.
      if (!isCreatedAlready(error)) throw error
      await findRecurring(em, id, tenant)
      const recurring = await loadRecurring(em, id)
      if (!(await isUnchanged(deps, em, tenant, recurring, body.json))) {
        const changed = { ...filled, fields: { ...filled.fields, base: recurring.state.templateId } }
        return problemPage(c, new Problem('changed_meanwhile'), changed, id)
      }
    }
    await startRecurring(deps, em, { id, merchantId: tenant.merchantId })
    return c.redirect(`${c.get('viewer').base}/recurring/${id}?done=created`, 303)
  })

  routes.get('/:id/edit', async (c) => {
    const em = c.get('em')
    const { id } = await findRecurring(em, c.req.param('id'), c.get('tenant'))
    const { state, template } = await loadRecurring(em, id)
    if (!template || state.status === 'ended') return c.redirect(pathOf(c, id), 303)
    return c.html(await page(c, formOfRecurring(state, template), { id }))
  })

  routes.post('/:id/edit', async (c) => {
    const em = c.get('em')
    const recurring = await findRecurring(em, c.req.param('id'), c.get('tenant'))
    const { id } = recurring
    const fields = await readForm(c)
    const form = readDraftForm(fields)
    const button = fields['do'] ?? ''
    if (button !== 'save') return c.html(await page(c, await filledIn(c, form, button), { id }))
    const filled = withoutEmptyLines(form)
    const body = recurringBodyOf(filled, null, c.get('viewer').timeZone)
    if ('mistakes' in body) return c.html(await page(c, filled, { id, ...body }), 422)
    try {
      const { state } = await loadRecurring(em, id)
      const base = fields['base'] ?? ''
      if (base !== state.templateId) throw new Problem('changed_meanwhile')
      const commandId = commandIdOf(recurring, formIdOf(fields))
      const request = { json: body.json, commandId, actor: c.get('actor'), base }
      await runRecurringCommand(deps, em, recurring, 'change', request)
      return c.redirect(`${pathOf(c, id)}?done=changed`, 303)
    } catch (error) {
      if (error instanceof Problem) return problemPage(c, error, filled, id)
      throw error
    }
  })

  return routes

  async function filledIn(c: Context<DashboardEnv>, form: DraftForm, button: string): Promise<DraftForm> {
    const em = c.get('em')
    const tenant = c.get('tenant')
    if (form.fields['customer.id']) return pressed(form, button)
    if (button !== 'customer') return withKnown(em, tenant, pressed(form, button))
    const known = await knownCustomer(em, tenant, form.fields)
    return { ...form, fields: { ...form.fields, ...known } }
  }

  async function newForm(c: Context<DashboardEnv>): Promise<DraftForm> {
    const customer = await namedCustomer(c.get('em'), c.get('tenant'), c.req.query('customer'))
    const start = addDays(dateInZone(Date.now(), c.get('viewer').timeZone), 1)
    const schedule = { 'schedule.every': '1', 'schedule.unit': 'month', 'schedule.start': start }
    const terms = { due_after_days: '14', issue: 'send', catch_up: 'latest', 'schedule.end': 'none' }
    const sending = { email: 'yes', reminders: 'plan' }
    return {
      fields: { id: newId('rec'), ...schedule, ...terms, ...sending, ...customer },
      lines: [],
      steps: [],
    }
  }

  async function page(
    c: Context<DashboardEnv>,
    form: DraftForm,
    { id, mistakes }: { id?: string | undefined; mistakes?: Mistakes } = {},
  ) {
    const tenant = c.get('tenant')
    const choices = await withChoices(c.get('em'), tenant, form)
    return RecurringFormPage({
      viewer: c.get('viewer'),
      ...choices,
      recurringId: id,
      channels: deps.channels[tenant.mode],
      preview: await preview(c, choices.form, id),
      mistakes,
    })
  }

  /** The dates do not depend on the customer, who may not be filled in yet. */
  async function preview(
    c: Context<DashboardEnv>,
    form: DraftForm,
    id: string | undefined,
  ): Promise<Preview | undefined> {
    const absent = id === undefined ? undefined : null
    const body = recurringBodyOf(withoutEmptyLines(form), absent, c.get('viewer').timeZone)
    if ('mistakes' in body) return undefined
    const { customer: _, ...json } = body.json
    const [em, tenant] = [c.get('em'), c.get('tenant')]
    try {
      if (id !== undefined) return await previewChange(deps, em, tenant, id, json)
      const customer = { name: 'Customer', email: 'customer@example.com' }
      return (await previewRecurring(deps, em, tenant, { ...json, customer })).next
    } catch (error) {
      if (error instanceof Problem) return undefined
      throw error
    }
  }

  async function problemPage(c: Context<DashboardEnv>, problem: Problem, form: DraftForm, id?: string) {
    return c.html(await page(c, form, { id, mistakes: draftMistakesOf(problem) }), problemStatus(problem))
  }
}

function pathOf(c: Context<DashboardEnv>, id: string): string {
  return `${c.get('viewer').base}/recurring/${id}`
}
