import { listCustomers } from '../../../../db/customers/customers.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import { payableCurrencies } from '../../../../db/payments/payout-accounts.ts'
import type { Tenant } from '../../../http/api-key-auth.ts'
import type { Fields } from '../../../identity/form.ts'
import { findCustomer } from '../../../merchant/customers/find-customer.ts'
import type { DraftForm } from './draft-form.ts'

const LISTED_CUSTOMERS = 100

/** Fills in the name of a known customer, and the first currency. */
export async function withChoices(em: EntityManager, tenant: Tenant, form: DraftForm) {
  const currencies = [...(await payableCurrencies(em, tenant))].toSorted()
  const { rows } = await listCustomers(em, tenant, { limit: LISTED_CUSTOMERS })
  const customers = rows.flatMap(({ name, email }) => (name && email ? [{ name, email }] : []))
  const { fields } = form
  const currency = fields['currency'] || (currencies[0] ?? '')
  return {
    form: { ...form, fields: { ...fields, ...nameOf(fields, customers), currency } },
    currencies,
    customers,
  }
}

/** @throws Problem `not_found`, also for another merchant's or mode's customer */
export async function customerFields(
  em: EntityManager,
  tenant: Tenant,
  id: string | undefined,
): Promise<Fields> {
  if (id === undefined) return {}
  const { name, email } = await findCustomer(em, id, tenant)
  return { 'customer.name': name ?? '', 'customer.email': email ?? '' }
}

function nameOf(fields: Fields, customers: readonly { name: string; email: string }[]): Fields {
  const email = fields['customer.email']?.trim().toLowerCase()
  if (fields['customer.name']?.trim() || !email) return {}
  const known = customers.find((customer) => customer.email.toLowerCase() === email)
  return known ? { 'customer.name': known.name } : {}
}
