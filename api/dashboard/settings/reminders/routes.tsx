import { type Context, Hono } from 'hono'
import { MerchantRow } from '../../../../db/entities/index.ts'
import { planOf } from '../../../../db/invoices/schedule.ts'
import type { ApiDeps } from '../../../deps.ts'
import { type Mistakes, readForm } from '../../../identity/form.ts'
import { noticeOf } from '../../notice.ts'
import { withPressed } from '../../reminder-plan/steps.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { saveSettings } from '../save-settings.ts'
import { formOfPlan, planBody, type PlanForm, planMistakes, readPlanForm } from './plan-form.ts'
import { PlanPage } from './plan-page.tsx'

export function reminderPageRoutes(deps: Pick<ApiDeps, 'channels'>): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const { merchantId: id } = c.get('tenant')
    return c.html(page(c, formOfPlan(planOf(await c.get('em').findOneOrFail(MerchantRow, { id })))))
  })

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const form = readPlanForm(fields)
    const button = fields['do'] ?? 'save'
    if (button !== 'save' && button !== 'default') {
      return c.html(page(c, { ...form, steps: withPressed(form.steps, button) }))
    }
    const mistakes = await saveSettings(c, deps, button === 'default' ? { reminders: null } : planBody(form))
    if (mistakes) return c.html(page(c, form, planMistakes(mistakes)), 422)
    return c.redirect(`${c.get('viewer').base}/settings/reminders?done=saved`, 303)
  })
  return routes

  function page(c: Context<DashboardEnv>, form: PlanForm, mistakes?: Mistakes) {
    const viewer = c.get('viewer')
    const notice = noticeOf(c, DONE)
    return PlanPage({ viewer, form, channels: deps.channels[viewer.mode], mistakes, notice })
  }
}
