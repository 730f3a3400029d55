import type { CustomerRow } from '../../../db/entities/index.ts'
import type { Fields, Mistakes } from '../../identity/form.ts'
import { tagOfLog } from '../../http/entity-tag.ts'
import type { Problem } from '../../http/errors/problem.ts'
import { withoutUndefined } from '../../http/request/merge-changes.ts'
import { withLineEnds } from '../../../domain/invoice/limits.ts'
import { splitAddresses } from '../format.ts'
import { mistakesOf } from '../problem-words.ts'

const ADDRESS_PARTS = ['line1', 'line2', 'postal_code', 'city', 'country'] as const

/** An empty field is left out of a new customer, and null in a change. */
export function customerBodyOf(fields: Fields, absent: undefined | null): object {
  const text = (name: string) => fields[name]?.trim() || absent
  return withoutUndefined({
    name: fields['name'] ?? '',
    email: fields['email'] ?? '',
    phone: text('phone'),
    language: text('language'),
    company_number: text('company_number'),
    tax_number: text('tax_number'),
    vat_number: text('vat_number'),
    billing_address: addressOf(fields, 'billing_address') ?? absent,
    purchase_order: text('purchase_order'),
    buyer_reference: text('buyer_reference'),
    delivery_address: addressOf(fields, 'delivery_address') ?? absent,
    electronic_address: electronicAddressOf(fields, 'electronic_address') ?? absent,
    einvoice_format: text('einvoice_format'),
    cc: splitAddresses(fields['cc'] ?? ''),
  })
}

function addressOf(fields: Fields, name: string): object | undefined {
  const text = withLineEnds(fields[`${name}.text`] ?? '').trim()
  if (text !== '') return { text }
  const parts = ADDRESS_PARTS.flatMap((part) => {
    const value = fields[`${name}.${part}`]?.trim()
    return value ? [[part, value]] : []
  })
  return parts.length > 0 ? (Object.fromEntries(parts) as object) : undefined
}

export function electronicAddressOf(fields: Fields, name: string): object | undefined {
  const scheme = fields[`${name}.scheme`]?.trim().toUpperCase() ?? ''
  const value = fields[`${name}.value`]?.trim() ?? ''
  return scheme === '' && value === '' ? undefined : { scheme, value }
}

export function fieldsOfCustomer(row: CustomerRow): Fields {
  const address = (name: string, parts: object | null | undefined) =>
    Object.entries(parts ?? {}).map(([part, value]) => [`${name}.${part}`, String(value)])
  return {
    name: row.name ?? '',
    email: row.email ?? '',
    phone: row.phone ?? '',
    language: row.language ?? '',
    company_number: row.companyNumber ?? '',
    tax_number: row.taxNumber ?? '',
    vat_number: row.vatNumber ?? '',
    purchase_order: row.purchaseOrder ?? '',
    buyer_reference: row.buyerReference ?? '',
    einvoice_format: row.einvoiceFormat ?? '',
    cc: row.cc.join('\n'),
    tag: tagOfLog(row),
    ...(Object.fromEntries([
      ...address('billing_address', row.billingAddress),
      ...address('delivery_address', row.deliveryAddress),
      ...address('electronic_address', row.electronicAddress),
    ]) as Fields),
  }
}

/** A mistake in one of the further addresses is shown at their field. */
export function customerMistakes(problem: Problem): Mistakes {
  const mistakes = Object.entries(mistakesOf(problem)).map(([name, words]) => [
    name.replace(/^cc\.\d+$/, 'cc'),
    words,
  ])
  return Object.fromEntries(mistakes) as Mistakes
}
