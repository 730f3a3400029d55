import { listCustomers } from '../../../../db/customers/list.ts'
import { MerchantRow } from '../../../../db/entities/index.ts'
import { planOf } from '../../../../db/invoices/schedule.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import { payableCurrencies } from '../../../../db/payments/payout-accounts.ts'
import { countryOf } from '../../../../domain/einvoice/parties.ts'
import { nationalCurrencyOf } from '../../../../domain/tax/national-currency.ts'
import type { Tenant } from '../../../http/api-key-auth.ts'
import { usualCurrency } from '../../../merchant/account/usual-currency.ts'
import { type DraftForm, withPlan } from './draft-form.ts'
import type { KnownName } from './draft-form-props.ts'

const LISTED_CUSTOMERS = 100
const FOUND_CUSTOMERS = 20

/** Fills in the usual currency, and the reminders of an own plan that has none. */
export async function withChoices(em: EntityManager, tenant: Tenant, form: DraftForm) {
  const currencies = [...(await payableCurrencies(em, tenant))].toSorted()
  const merchant = await em.findOneOrFail(MerchantRow, { id: tenant.merchantId })
  const { pricesIncludeTax, taxRounding } = merchant
  const nationalCurrency = nationalCurrencyOf(countryOf(merchant.address))
  const { national_currency: rateOf, ...given } = form.fields
  const isOtherRate = rateOf !== undefined && rateOf !== '' && rateOf !== nationalCurrency
  const fields = {
    prices_include_tax: pricesIncludeTax ? 'yes' : 'no',
    ...given,
    // A rate belongs to its two currencies.
    ...(isOtherRate ? { tax_exchange_rate: '' } : {}),
    currency: form.fields['currency'] || (await usualCurrency(em, tenant, merchant, currencies)),
  }
  return {
    form: withOwnPlan(merchant, { ...form, fields, taxRounding }),
    currencies,
    nationalCurrency,
    known: await knownCustomers(em, tenant),
  }
}

/** Finds `words` in names and addresses. Without them, the newest customers are listed. */
export async function knownCustomers(em: EntityManager, tenant: Tenant, words = ''): Promise<KnownName[]> {
  const filter = words === '' ? { limit: LISTED_CUSTOMERS } : { limit: FOUND_CUSTOMERS, q: words }
  const { rows } = await listCustomers(em, tenant, filter)
  return rows.flatMap(({ name, email }) => (name && email ? [{ name, email }] : []))
}

function withOwnPlan(merchant: MerchantRow, form: DraftForm): DraftForm {
  if (form.fields['reminders'] !== 'own' || form.steps.length > 0) return form
  return withPlan(form, planOf(merchant))
}
