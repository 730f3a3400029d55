import { type Context, Hono } from 'hono'
import { MerchantRow } from '../../../../db/entities/index.ts'
import type { Notices } from '../../../../domain/merchant/notices.ts'
import type { ApiDeps } from '../../../deps.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import { noticeOf } from '../../notice.ts'
import { enteredForm, refusedForm, withShown } from '../../shown-fields.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { saveSettings, unlessMerchantChanged } from '../save-settings.ts'
import { NoticesPage } from './notices-page.tsx'

const FIRST_HOUR = '08:00'

export function noticePageRoutes(deps: Pick<ApiDeps, 'channels'>): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const merchant = await load(c)
    return c.html(page(c, merchant, withShown(fieldsOf(merchant))))
  })

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const form = enteredForm(fields, { partOf: noticeOfField })
    try {
      const notices = form.touchedOf(noticesOf(fields))
      await saveSettings(c, deps, { notices }, unlessMerchantChanged(c, form, fieldsOf))
      return c.redirect(`${c.get('viewer').base}/settings/notices?done=saved`, 303)
    } catch (error) {
      const refused = refusedForm(error, fields)
      return c.html(page(c, await load(c), refused.fields, refused.mistakes), refused.status)
    }
  })
  return routes
}

function load(c: Context<DashboardEnv>): Promise<MerchantRow> {
  const { merchantId: id } = c.get('tenant')
  return c.get('em').findOneOrFail(MerchantRow, { id })
}

function page(c: Context<DashboardEnv>, { email }: MerchantRow, fields: Fields, mistakes?: Mistakes) {
  const notice = noticeOf(c, DONE)
  return NoticesPage({ viewer: c.get('viewer'), email, fields, mistakes, notice })
}

function fieldsOf({ notices }: MerchantRow): Fields {
  const { paid, payment_failed, delivery_failed, daily_digest } = notices
  const tick = (is: boolean) => (is ? 'yes' : '')
  return {
    paid: tick(paid),
    payment_failed: tick(payment_failed),
    delivery_failed: tick(delivery_failed),
    digest: tick(daily_digest !== null),
    'notices.daily_digest': daily_digest ?? FIRST_HOUR,
  }
}

function noticeOfField(name: string): string {
  return name === 'digest' || name === 'notices.daily_digest' ? 'daily_digest' : name
}

function noticesOf(fields: Fields): Record<keyof Notices, unknown> {
  const is = (name: string) => fields[name] === 'yes'
  return {
    paid: is('paid'),
    payment_failed: is('payment_failed'),
    delivery_failed: is('delivery_failed'),
    daily_digest: is('digest') ? (fields['notices.daily_digest'] ?? '') : null,
  }
}
