import type { ProfileColumns } from '../../../../db/entities/index.ts'
import type { Fields } from '../../../identity/form.ts'

const ADDRESS = ['line1', 'line2', 'city', 'postal_code', 'country'] as const
const OPTIONAL = ['legal_name', 'phone', 'website', 'company_number', 'tax_number', 'terms'] as const

/** Makes the body that `/v1` takes. An empty field removes what was there. */
export function profileBody(fields: Fields) {
  const text = (name: string) => fields[name]?.trim() ?? ''
  const isInAddress = (name: (typeof ADDRESS)[number]) => text(`address.${name}`) !== ''
  const country = text('address.country').toUpperCase()
  const address = {
    line1: text('address.line1'),
    city: text('address.city'),
    country,
    ...(isInAddress('line2') ? { line2: text('address.line2') } : {}),
    ...(isInAddress('postal_code') ? { postal_code: text('address.postal_code') } : {}),
  }
  return {
    name: text('name'),
    email: text('email'),
    ...Object.fromEntries(OPTIONAL.map((name) => [name, text(name) || null])),
    address: ADDRESS.some(isInAddress) ? address : null,
  }
}

export function profileFields(columns: ProfileColumns): Fields {
  const { address, legalName, companyNumber, taxNumber, name, email, phone, website, terms } = columns
  const parts: Partial<Record<string, string>> = address && !('text' in address) ? { ...address } : {}
  return {
    name,
    email,
    legal_name: legalName ?? '',
    phone: phone ?? '',
    website: website ?? '',
    company_number: companyNumber ?? '',
    tax_number: taxNumber ?? '',
    terms: terms ?? '',
    ...Object.fromEntries(ADDRESS.map((part) => [`address.${part}`, parts[part] ?? ''])),
  }
}
