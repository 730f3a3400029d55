import { type Context, Hono } from 'hono'
import { MerchantRow } from '../../../../db/entities/index.ts'
import { planOf } from '../../../../db/invoices/schedule.ts'
import { DEFAULT_PLAN } from '../../../../domain/invoice/messages/reminder-plan.ts'
import type { ApiDeps } from '../../../deps.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import { noticeOf } from '../../notice.ts'
import { enteredForm, refusedForm, withShown } from '../../shown-fields.ts'
import { withPressed } from '../../reminder-plan/steps.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { saveSettings, unlessMerchantChanged } from '../save-settings.ts'
import { formOfPlan, planBody, planFields, type PlanForm, planMistakes, readPlanForm } from './plan-form.ts'
import { PlanPage, planWords } from './plan-page.tsx'

/** The plan is one setting. */
const PARTS = {
  partOf: () => 'reminders',
  staleWords: (_: string, present: Fields) => ({
    reminders: `was changed meanwhile to: ${planWords(readPlanForm(present))}`,
  }),
}

export function reminderPageRoutes(deps: Pick<ApiDeps, 'channels'>): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const { merchantId: id } = c.get('tenant')
    const merchant = await c.get('em').findOneOrFail(MerchantRow, { id })
    return c.html(page(c, readPlanForm(withShown(fieldsOf(merchant)))))
  })

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const form = readPlanForm(fields)
    const button = fields['do'] ?? 'save'
    if (button !== 'save' && button !== 'default') {
      return c.html(page(c, { ...form, steps: withPressed(form.steps, button) }))
    }
    const isDefault = button === 'default'
    const wanted = isDefault ? { ...formOfPlan(DEFAULT_PLAN), shown: form.shown } : form
    const entered = enteredForm(planFields(wanted), PARTS)
    try {
      const changes = entered.touchedOf<unknown>(isDefault ? { reminders: null } : planBody(form))
      await saveSettings(c, deps, changes, unlessMerchantChanged(c, entered, fieldsOf))
      return c.redirect(`${c.get('viewer').base}/settings/reminders?done=saved`, 303)
    } catch (error) {
      const refused = refusedForm(error, planFields(form))
      return c.html(page(c, readPlanForm(refused.fields), planMistakes(refused.mistakes)), refused.status)
    }
  })
  return routes

  function page(c: Context<DashboardEnv>, form: PlanForm, mistakes?: Mistakes) {
    const viewer = c.get('viewer')
    const notice = noticeOf(c, DONE)
    return PlanPage({ viewer, form, channels: deps.channels[viewer.mode], mistakes, notice })
  }
}

function fieldsOf(merchant: MerchantRow): Fields {
  return planFields(formOfPlan(planOf(merchant)))
}
