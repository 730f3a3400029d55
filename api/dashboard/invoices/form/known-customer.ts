import { listCustomers } from '../../../../db/customers/list.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import type { Tenant } from '../../../http/api-key-auth.ts'
import type { Fields } from '../../../identity/form.ts'
import { findCustomer } from '../../../merchant/customers/find-customer.ts'
import { knownCustomers } from './choices.ts'
import type { DraftForm } from './draft-form.ts'
import { customerFields } from './form-of-row.ts'

/** @throws Problem `not_found`, also for another merchant's or mode's customer */
export async function namedCustomer(
  em: EntityManager,
  tenant: Tenant,
  id: string | undefined,
): Promise<Fields> {
  return id === undefined ? {} : customerFields(await findCustomer(em, id, tenant))
}

/** Without an address, the name counts if only one customer has it. */
export async function knownCustomer(em: EntityManager, tenant: Tenant, fields: Fields): Promise<Fields> {
  const typed = fields['customer.email']?.trim() ?? ''
  const name = fields['customer.name']?.trim().toLowerCase() ?? ''
  const email = typed || (name ? await onlyAddressOf(em, tenant, name) : undefined)
  if (!email) return {}
  const { rows } = await listCustomers(em, tenant, { limit: 1, email })
  const [known] = rows
  return known ? customerFields(known) : {}
}

async function onlyAddressOf(em: EntityManager, tenant: Tenant, name: string): Promise<string | undefined> {
  const found = await knownCustomers(em, tenant, name)
  const [only, another] = found.filter((one) => one.name.toLowerCase() === name)
  return another ? undefined : only?.email
}

/** Fills what is empty, unless the customer has a name. */
export async function withKnown(em: EntityManager, tenant: Tenant, form: DraftForm): Promise<DraftForm> {
  if (form.fields['customer.name']?.trim()) return form
  const known = await knownCustomer(em, tenant, form.fields)
  const empty = Object.entries(known).filter(([name]) => !form.fields[name]?.trim())
  return { ...form, fields: { ...form.fields, ...Object.fromEntries(empty) } }
}
