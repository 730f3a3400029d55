import { type Context, Hono } from 'hono'
import { MerchantRow } from '../../../../db/entities/index.ts'
import type { ApiDeps } from '../../../deps.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import { noticeOf } from '../../notice.ts'
import { enteredForm, refusedForm, withShown } from '../../shown-fields.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { saveSettings, unlessMerchantChanged } from '../save-settings.ts'
import { InvoicingPage } from './invoicing-page.tsx'

export function invoicingPageRoutes(deps: Pick<ApiDeps, 'channels'>): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const { merchantId: id } = c.get('tenant')
    return c.html(page(c, withShown(fieldsOf(await c.get('em').findOneOrFail(MerchantRow, { id })))))
  })

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const form = enteredForm(fields)
    try {
      const changes = form.touchedOf<unknown>(bodyOf(fields))
      await saveSettings(c, deps, changes, unlessMerchantChanged(c, form, fieldsOf))
      return c.redirect(`${c.get('viewer').base}/settings/invoicing?done=saved`, 303)
    } catch (error) {
      const refused = refusedForm(error, fields)
      return c.html(page(c, refused.fields, refused.mistakes), refused.status)
    }
  })
  return routes
}

function page(c: Context<DashboardEnv>, fields: Fields, mistakes?: Mistakes) {
  const notice = noticeOf(c, DONE)
  return InvoicingPage({ viewer: c.get('viewer'), fields, mistakes, notice })
}

function fieldsOf(merchant: MerchantRow): Fields {
  return {
    time_zone: merchant.timeZone,
    number_prefix: merchant.numberPrefix,
    link_lifetime_days: String(merchant.linkLifetimeDays),
    late_payment_policy: merchant.latePaymentPolicy,
    overpayment_policy: merchant.overpaymentPolicy,
    credit_note_on_void: merchant.creditNoteOnVoid ? 'yes' : '',
    prices_include_tax: merchant.pricesIncludeTax ? 'yes' : 'no',
    tax_rounding: merchant.taxRounding,
  }
}

function bodyOf({ time_zone, number_prefix, link_lifetime_days = '', ...fields }: Fields) {
  const { late_payment_policy, overpayment_policy, prices_include_tax, tax_rounding } = fields
  const days = link_lifetime_days.trim()
  const isNumber = /^\d{1,9}$/.test(days)
  return {
    time_zone,
    number_prefix,
    link_lifetime_days: isNumber ? Number(days) : days,
    late_payment_policy,
    overpayment_policy,
    credit_note_on_void: fields['credit_note_on_void'] === 'yes',
    prices_include_tax: prices_include_tax === 'yes',
    tax_rounding,
  }
}
