import type { Brand } from '../merchant/brand.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import type { InvoiceLine, Totals } from '../shared/lines.ts'
import { type Currency, formatMoney, type MinorUnits } from '../shared/money.ts'
import type { PaymentStatus } from './state.ts'

export interface InvoiceDocument {
  number: string
  merchant: Profile
  brand?: Brand
  customer: {
    name: string
    email: string
    phone?: string
    taxNumber?: string
    billingAddress?: Address
  }
  description: string
  instructions?: string
  currency: Currency
  /** BCP 47 tag: https://www.rfc-editor.org/info/bcp47 */
  language?: string
  lines: InvoiceLine[]
  totals: Totals
  issuedOn: CalendarDate
  dueDate: CalendarDate
  amountDue: MinorUnits
  amountRequested: MinorUnits
  deposit?: MinorUnits
  status: 'open' | 'overdue' | 'paid' | 'void'
  closedOn?: CalendarDate
  amountReceived: MinorUnits
  amountRefunded: MinorUnits
  amountRefundPending: MinorUnits
  amountOverpaid: MinorUnits
  payments: PaymentRecord[]
  refunds: RefundRecord[]
  preview?: true
  payment?: PaymentRecord
}

export interface PaymentRecord {
  amount: MinorUnits
  overpayment: MinorUnits
  paidOn: CalendarDate
  from: string
  paymentReference: string
  state: PaymentStatus
}

export interface RefundRecord {
  amount: MinorUnits
  refundedOn: CalendarDate
  to: string
  refundReference: string
  isInProgress: boolean
}

export interface Profile {
  name: string
  email: string
  legalName?: string
  address?: Address
  phone?: string
  website?: string
  companyNumber?: string
  taxNumber?: string
  terms?: string
}

export function profileLines(profile: Profile): string[] {
  const { name, legalName, address, email, phone, website, companyNumber, taxNumber } = profile
  return [
    ...(legalName && legalName !== name ? [legalName] : []),
    ...addressLines(address),
    email,
    ...(phone ? [phone] : []),
    ...(website ? [website] : []),
    ...(companyNumber ? [`Company number ${companyNumber}`] : []),
    ...(taxNumber ? [`Tax number ${taxNumber}`] : []),
  ]
}

export function addressLines(address: Address | undefined): string[] {
  if (!address) return []
  if ('text' in address) return address.text.split('\n')
  const { line1, line2, postal_code: postalCode = '', city, country } = address
  return [line1, line2, `${postalCode} ${city}`.trim(), country].filter((line) => line !== undefined)
}

export type Address = AddressParts | { text: string }

interface AddressParts {
  line1: string
  line2?: string
  city: string
  postal_code?: string
  country: string
}

type RequestedAmounts = Pick<
  InvoiceDocument,
  | 'amountDue'
  | 'amountReceived'
  | 'amountRefunded'
  | 'amountRefundPending'
  | 'amountRequested'
  | 'currency'
  | 'totals'
>

export function isDepositRequested({ amountDue, amountRequested }: RequestedAmounts): boolean {
  return amountRequested < amountDue
}

export function requestedText(document: RequestedAmounts): string {
  const { amountReceived, amountRefunded, amountRefundPending, currency, totals } = document
  const amountRequested = formatMoney({ amount: document.amountRequested, currency })
  if (!isDepositRequested(document)) return amountRequested
  const isBegun = amountReceived > amountRefunded + amountRefundPending
  return `${isBegun ? 'the rest of the deposit,' : 'a deposit of'} ${amountRequested}, of ${formatMoney({ amount: totals.amount, currency })} in all`
}
