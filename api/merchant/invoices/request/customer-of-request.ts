import { isId } from '../../../../db/ids.ts'
import type { KnownCustomer } from '../../../../domain/customer/customer.ts'
import { isEmailAddress } from '../../../../domain/shared/email-address.ts'
import { isObject } from '../../../http/request/merge-changes.ts'
import type { FieldError } from '../../../http/errors/problem.ts'

export type CustomerKey = { id?: never; email?: string } | { id: string; email?: never }

export function customerKeyOf(body: unknown): CustomerKey {
  const customer = isObject(body) ? body['customer'] : undefined
  if (!isObject(customer)) return {}
  const { id, email } = customer
  if (id !== undefined) return typeof id === 'string' && isId('cus', id) ? { id } : {}
  const address = typeof email === 'string' ? email.trim() : ''
  return isEmailAddress(address) ? { email: address } : {}
}

export function namesCustomer(body: unknown): boolean {
  const customer = isObject(body) ? body['customer'] : undefined
  return isObject(customer) && customer['id'] !== undefined
}

export function customerIdOf(body: unknown): CustomerKey {
  const key = customerKeyOf(body)
  return key.id === undefined ? {} : key
}

export function withCustomer(
  body: unknown,
  known: KnownCustomer | undefined,
): { body: unknown; customerId?: string } | { errors: FieldError[] } {
  const customer = isObject(body) ? body['customer'] : undefined
  if (!isObject(body) || !isObject(customer)) return { body }
  const { id, ...others } = customer
  if (id === undefined) return { body: known ? filled(body, others, known) : body }
  const unknown = Object.keys(others).map((name) => ({
    pointer: `/customer/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    code: 'conflict' as const,
    detail: 'must be left out when the id is given: change the customer with PATCH /v1/customers/{id}',
  }))
  if (unknown.length > 0) return { errors: unknown }
  if (!known) {
    const detail = 'is not a customer of this merchant and mode'
    return { errors: [{ pointer: '/customer/id', code: 'unknown_customer', detail }] }
  }
  return { body: filled(body, {}, known), customerId: known.id }
}

function filled(
  body: Record<string, unknown>,
  given: Record<string, unknown>,
  known: KnownCustomer,
): unknown {
  const { language, purchaseOrder, buyerReference, deliveryAddress } = known
  const usual = { language, purchase_order: purchaseOrder, buyer_reference: buyerReference }
  return {
    ...withoutEmpty({ ...usual, delivery_address: deliveryAddress }),
    ...body,
    customer: { ...requestOf(known), ...given },
  }
}

export function requestOf(known: KnownCustomer) {
  const { name, email, phone, cc } = known
  const details = {
    phone,
    company_number: known.companyNumber,
    tax_number: known.taxNumber,
    vat_number: known.vatNumber,
    billing_address: known.billingAddress,
    electronic_address: known.electronicAddress,
    einvoice_format: known.einvoiceFormat,
  }
  return { name, email, ...withoutEmpty(details), cc }
}

function withoutEmpty<T extends object>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(fields).filter(([, value]) => value)
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> }
}
