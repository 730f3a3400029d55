import type { ProfileColumns } from '../../../../db/entities/index.ts'
import type { Fields } from '../../../identity/form.ts'

const OPTIONAL = [
  'legal_name',
  'phone',
  'website',
  'company_number',
  'tax_number',
  'vat_number',
  'small_business_note',
  'terms',
] as const

const PARTS = {
  address: ['line1', 'line2', 'city', 'postal_code', 'country'],
  electronic_address: ['scheme', 'value'],
  einvoice_contact: ['name', 'phone', 'email'],
  bank_details: [
    'account_name',
    'iban',
    'bic',
    'sort_code',
    'account_number',
    'reference',
    'creditor_number',
  ],
} as const

/** Makes the body that `/v1` takes. An empty field removes what was there. */
export function profileBody(fields: Fields) {
  const text = (name: string) => fields[name]?.trim() ?? ''
  const group = (name: keyof typeof PARTS) => {
    const parts = PARTS[name].flatMap((part) => {
      const value = text(`${name}.${part}`)
      return value === '' ? [] : [[part, value]]
    })
    return parts.length > 0 ? (Object.fromEntries(parts) as Record<string, string>) : null
  }
  const bank = group('bank_details')
  const currencies = text('bank_details.currencies')
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter(Boolean)
  return {
    name: text('name'),
    email: text('email'),
    ...Object.fromEntries(OPTIONAL.map((name) => [name, text(name) || null])),
    address: group('address'),
    electronic_address: group('electronic_address'),
    einvoice_contact: group('einvoice_contact'),
    bank_details: bank && {
      ...bank,
      show_on_documents: text('bank_details.show_on_documents') === 'yes',
      ...(currencies.length > 0 ? { currencies } : {}),
    },
  }
}

export function profileFields(columns: ProfileColumns): Fields {
  const { address, electronicAddress, einvoiceContact, bankDetails } = columns
  const groups: Record<keyof typeof PARTS, object | null | undefined> = {
    address: address && !('text' in address) ? address : null,
    electronic_address: electronicAddress,
    einvoice_contact: einvoiceContact,
    bank_details: bankDetails,
  }
  const parts = (Object.keys(PARTS) as (keyof typeof PARTS)[]).flatMap((name) => {
    const values = (groups[name] ?? {}) as Partial<Record<string, string>>
    return PARTS[name].map((part) => [`${name}.${part}`, values[part] ?? ''])
  })
  return {
    name: columns.name,
    email: columns.email,
    legal_name: columns.legalName ?? '',
    phone: columns.phone ?? '',
    website: columns.website ?? '',
    company_number: columns.companyNumber ?? '',
    tax_number: columns.taxNumber ?? '',
    vat_number: columns.vatNumber ?? '',
    small_business_note: columns.smallBusinessNote ?? '',
    terms: columns.terms ?? '',
    ...(Object.fromEntries(parts) as Fields),
    'bank_details.currencies': bankDetails?.currencies?.join(', ') ?? '',
    'bank_details.show_on_documents': bankDetails?.show_on_documents ? 'yes' : '',
  }
}
