import type { CustomerColumns } from '../../../../db/customers/customers.ts'
import type { InvoiceRow } from '../../../../db/entities/index.ts'
import type { Address } from '../../../../domain/invoice/document.ts'
import { type Currency, decimalAmount } from '../../../../domain/shared/money.ts'
import type { Fields } from '../../../identity/form.ts'
import { linesOfAddress } from '../../format.ts'
import { stepsOf } from '../../reminder-plan/steps.ts'
import type { DraftForm } from './draft-form.ts'
import { discountFields, lineFieldsOf } from './fields/line-fields.ts'
import { linkExpiryFields } from './link-expiry.ts'
import { metadataFields } from './metadata.ts'
import { sendFields } from './send-time.ts'

type Contents = Pick<
  InvoiceRow,
  | 'customerName'
  | 'customerEmail'
  | 'customerPhone'
  | 'customerCompanyNumber'
  | 'customerTaxNumber'
  | 'customerVatNumber'
  | 'customerCc'
  | 'billingAddress'
  | 'electronicAddress'
  | 'purchaseOrder'
  | 'buyerReference'
  | 'deliveryAddress'
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
  Partial<
    Pick<
      InvoiceRow,
      | 'dueDate'
      | 'issueDate'
      | 'amountPaid'
      | 'number'
      | 'sendAt'
      | 'linkExpiresAt'
      | 'einvoiceFormat'
      | 'deliveryDate'
      | 'servicePeriod'
      | 'taxExchangeRate'
      | 'nationalCurrency'
      | 'discounts'
      | 'charges'
    >
  >

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
      'customer.company_number': row.customerCompanyNumber ?? '',
      'customer.tax_number': row.customerTaxNumber ?? '',
      'customer.vat_number': row.customerVatNumber ?? '',
      'customer.cc': row.customerCc.join(', '),
      ...addressFields(row.billingAddress),
      ...einvoiceFields(row),
      ...orderFields(row),
      issue_date: row.issueDate ?? '',
      amount_paid: row.amountPaid ? decimal(row.amountPaid) : '',
      delivery_date: row.deliveryDate ?? '',
      'service_period.from': row.servicePeriod?.from ?? '',
      'service_period.to': row.servicePeriod?.to ?? '',
      currency,
      tax_exchange_rate: row.taxExchangeRate ?? '',
      national_currency: row.nationalCurrency ?? '',
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

export function customerFields(known: CustomerColumns): Fields {
  const { name, email, phone, companyNumber, taxNumber, vatNumber, cc, billingAddress, language } = known
  return {
    'customer.name': name ?? '',
    'customer.email': email ?? '',
    'customer.phone': phone ?? '',
    'customer.company_number': companyNumber ?? '',
    'customer.tax_number': taxNumber ?? '',
    'customer.vat_number': vatNumber ?? '',
    'customer.cc': cc.join(', '),
    ...addressFields(billingAddress),
    ...einvoiceFields(known),
    ...orderFields(known),
    language: language ?? '',
  }
}

function einvoiceFields(
  details: Partial<Pick<CustomerColumns, 'electronicAddress' | 'einvoiceFormat'>>,
): Fields {
  const { electronicAddress, einvoiceFormat } = details
  return {
    'customer.electronic_address.scheme': electronicAddress?.scheme ?? '',
    'customer.electronic_address.value': electronicAddress?.value ?? '',
    'customer.einvoice_format': einvoiceFormat === 'none' ? '' : (einvoiceFormat ?? ''),
  }
}

function orderFields(
  order: Pick<CustomerColumns, 'purchaseOrder' | 'buyerReference' | 'deliveryAddress'>,
): Fields {
  const { purchaseOrder, buyerReference, deliveryAddress } = order
  return {
    purchase_order: purchaseOrder ?? '',
    buyer_reference: buyerReference ?? '',
    delivery_address: linesOfAddress(deliveryAddress ?? undefined).join('\n'),
    delivery_address_parts: partsOf(deliveryAddress),
  }
}

function addressFields(address: Address | null | undefined): Fields {
  return {
    'customer.billing_address': linesOfAddress(address ?? undefined).join('\n'),
    address_parts: partsOf(address),
  }
}

function partsOf(address: Address | null | undefined): string {
  return address && !('text' in address) ? JSON.stringify(address) : ''
}
