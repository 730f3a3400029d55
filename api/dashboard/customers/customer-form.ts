import type { CustomerRow } from '../../../db/entities/index.ts'
import type { Fields, Mistakes } from '../../identity/form.ts'
import { tagOfLog } from '../../http/entity-tag.ts'
import type { Problem } from '../../http/problem.ts'
import { withoutUndefined } from '../../http/merge-changes.ts'
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
    tax_number: text('tax_number'),
    billing_address: addressOf(fields) ?? absent,
    cc: splitAddresses(fields['cc'] ?? ''),
  })
}

function addressOf(fields: Fields): object | undefined {
  const text = withLineEnds(fields['billing_address.text'] ?? '').trim()
  if (text !== '') return { text }
  const parts = ADDRESS_PARTS.flatMap((part) => {
    const value = fields[`billing_address.${part}`]?.trim()
    return value ? [[part, part === 'country' ? value.toUpperCase() : value]] : []
  })
  return parts.length > 0 ? (Object.fromEntries(parts) as object) : undefined
}

export function fieldsOfCustomer(row: CustomerRow): Fields {
  const { name, email, phone, language, taxNumber, billingAddress, cc } = row
  const address = Object.entries(billingAddress ?? {}).map(([part, value]) => [
    `billing_address.${part}`,
    String(value),
  ])
  return {
    name: name ?? '',
    email: email ?? '',
    phone: phone ?? '',
    language: language ?? '',
    tax_number: taxNumber ?? '',
    cc: cc.join('\n'),
    tag: tagOfLog(row),
    ...(Object.fromEntries(address) as Fields),
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
