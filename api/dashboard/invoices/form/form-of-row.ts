import type { CustomerRow, InvoiceRow } from '../../../../db/entities/index.ts'
import type { Address } from '../../../../domain/invoice/document.ts'
import { type Currency, decimalAmount } from '../../../../domain/shared/money.ts'
import type { Fields } from '../../../identity/form.ts'
import { linesOfAddress } from '../../format.ts'
import { stepsOf } from '../../reminder-plan/steps.ts'
import type { DraftForm } from './draft-form.ts'
import { discountFields, lineFieldsOf } from './line-fields.ts'
import { linkExpiryFields } from './link-expiry.ts'
import { metadataFields } from './metadata.ts'
import { sendFields } from './send-time.ts'

type Contents = Pick<
  InvoiceRow,
  | 'customerName'
  | 'customerEmail'
  | 'customerPhone'
  | 'customerTaxNumber'
  | 'customerCc'
  | 'billingAddress'
  | 'currency'
  | 'lines'
  | 'pricesIncludeTax'
  | 'description'
  | 'amount'
  | 'deposit'
  | 'instructions'
  | 'language'
  | 'reminders'
  | 'channels'
  | 'metadata'
> &
  Partial<Pick<InvoiceRow, 'dueDate' | 'number' | 'sendAt' | 'linkExpiresAt' | 'discounts' | 'charges'>>

const PLAIN = ['description', 'quantity', 'unitAmount']

/** The contents of a recurring invoice have no dates. */
export function formOf(row: Contents, zone: string): DraftForm {
  const { currency, lines, description, amount, deposit, reminders, channels } = row
  const decimal = (minor: number) => decimalAmount({ amount: minor, currency: currency as Currency })
  const [only] = lines
  const isOneAmount =
    lines.length === 1 &&
    only?.description === description &&
    only.quantity === '1' &&
    Object.keys(only).every((name) => PLAIN.includes(name)) &&
    !row.discounts &&
    !row.charges
  return {
    fields: {
      'customer.name': row.customerName,
      'customer.email': row.customerEmail,
      'customer.phone': row.customerPhone ?? '',
      'customer.tax_number': row.customerTaxNumber ?? '',
      'customer.cc': row.customerCc.join(', '),
      ...addressFields(row.billingAddress),
      currency,
      due_date: row.dueDate ?? '',
      description,
      amount: isOneAmount ? decimal(amount) : '',
      prices_include_tax: row.pricesIncludeTax ? 'yes' : 'no',
      ...discountFields({ discounts: row.discounts ?? [], charges: row.charges ?? [] }, currency as Currency),
      deposit: deposit ? decimal(deposit) : '',
      number: row.number ?? '',
      instructions: row.instructions ?? '',
      language: row.language ?? '',
      email: channels.includes('email') ? 'yes' : '',
      sms: channels.includes('sms') ? 'yes' : '',
      reminders: !reminders ? 'plan' : reminders.steps.length === 0 ? 'none' : 'own',
      'reminders.time': reminders?.time ?? '',
      ...sendFields(row.sendAt, zone),
      ...linkExpiryFields(row.linkExpiresAt, zone),
      ...metadataFields(row.metadata),
    },
    lines: isOneAmount ? [] : lines.map((line) => lineFieldsOf(line, currency as Currency)),
    steps: stepsOf(reminders?.steps ?? []),
  }
}

type KnownDetails = Pick<
  CustomerRow,
  'name' | 'email' | 'phone' | 'taxNumber' | 'cc' | 'billingAddress' | 'language'
>

/** The details of a customer as the form has them. */
export function customerFields(known: KnownDetails): Fields {
  const { name, email, phone, taxNumber, cc, billingAddress, language } = known
  return {
    'customer.name': name ?? '',
    'customer.email': email ?? '',
    'customer.phone': phone ?? '',
    'customer.tax_number': taxNumber ?? '',
    'customer.cc': cc.join(', '),
    ...addressFields(billingAddress),
    language: language ?? '',
  }
}

function addressFields(address: Address | null | undefined): Fields {
  return {
    'customer.billing_address': linesOfAddress(address ?? undefined).join('\n'),
    address_parts: address && !('text' in address) ? JSON.stringify(address) : '',
  }
}
