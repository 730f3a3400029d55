import { listCustomers } from '../../../../db/customers/customers.ts'
import { MerchantRow } from '../../../../db/entities/index.ts'
import { planOf } from '../../../../db/invoices/schedule.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import { payableCurrencies } from '../../../../db/payments/payout-accounts.ts'
import type { Tenant } from '../../../http/api-key-auth.ts'
import { type DraftForm, withPlan } from './draft-form.ts'
import type { KnownName } from './draft-form-props.ts'

const LISTED_CUSTOMERS = 100
const FOUND_CUSTOMERS = 20

/** Fills in the first currency, and an own plan that has no reminders yet. */
export async function withChoices(em: EntityManager, tenant: Tenant, form: DraftForm) {
  const currencies = [...(await payableCurrencies(em, tenant))].toSorted()
  const [first = ''] = currencies
  const merchant = await em.findOneOrFail(MerchantRow, { id: tenant.merchantId })
  const { pricesIncludeTax, taxRounding } = merchant
  const fields = {
    prices_include_tax: pricesIncludeTax ? 'yes' : 'no',
    ...form.fields,
    currency: form.fields['currency'] || first,
  }
  return {
    form: withOwnPlan(merchant, { ...form, fields, taxRounding }),
    currencies,
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
