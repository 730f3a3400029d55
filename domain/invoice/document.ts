import type { Brand } from '../merchant/brand.ts'
import type { BankDetails, EinvoiceContact, ElectronicAddress, ServicePeriod } from '../party/party.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import { type Currency, decimalOfMinor, type MinorUnits } from '../shared/money.ts'
import type { Priced, Totals } from '../tax/types.ts'
import type { Locale } from '../texts/locale.ts'
import type { PaymentStatus } from './state.ts'
import type { ManualMethod } from './types.ts'
import type { AttachedFormat } from '../einvoice/format.ts'

export interface InvoiceDocument extends Omit<Priced, 'smallBusinessNote'> {
  number: string
  /** Absent in a draft. */
  paymentReference?: string
  merchant: Profile
  brand?: Brand
  customer: {
    name: string
    email: string
    phone?: string
    companyNumber?: string
    taxNumber?: string
    vatNumber?: string
    billingAddress?: Address
    electronicAddress?: ElectronicAddress
  }
  einvoiceFormat?: AttachedFormat
  purchaseOrder?: string
  buyerReference?: string
  deliveryAddress?: Address
  deliveryDate?: CalendarDate
  servicePeriod?: ServicePeriod
  description: string
  instructions?: string
  currency: Currency
  /** BCP 47 tag: https://www.rfc-editor.org/info/bcp47 */
  language?: string
  totals: Totals
  /** Due date and amount paid are those of the day of issue. */
  issue?: { id: string; dueDate: CalendarDate; amountPaid: MinorUnits }
  issuedOn: CalendarDate
  dueDate: CalendarDate
  /** The other fields state the position on this day. */
  asOf?: CalendarDate
  amountDue: MinorUnits
  amountRequested: MinorUnits
  deposit?: MinorUnits
  status: 'open' | 'overdue' | 'paid' | 'void'
  closedOn?: CalendarDate
  amountReceived: MinorUnits
  amountRefunded: MinorUnits
  amountRefundPending: MinorUnits
  amountCredited: MinorUnits
  amountOverpaid: MinorUnits
  payments: PaymentRecord[]
  refunds: RefundRecord[]
  creditNotes: CreditNoteRecord[]
  preview?: true
  payment?: PaymentRecord
}

/** Returns the position of an issued invoice without payments. */
export function unpaidPosition(amount: MinorUnits) {
  return {
    status: 'open',
    amountDue: amount,
    amountRequested: amount,
    amountReceived: 0,
    amountRefunded: 0,
    amountRefundPending: 0,
    amountCredited: 0,
    amountOverpaid: 0,
    payments: [],
    refunds: [],
    creditNotes: [],
  } satisfies Partial<InvoiceDocument>
}

export interface PaymentRecord {
  amount: MinorUnits
  overpayment: MinorUnits
  paidOn: CalendarDate
  from: Counterparty
  paymentReference: string
  state: PaymentStatus
}

/** Names the bank, or how the merchant took or returned the money. */
export type Counterparty = string | { method: ManualMethod }

export function counterpartyText(party: Counterparty, locale: Locale): string {
  return typeof party === 'string' ? party : locale.t(`method.${party.method}`)
}

/** Returns the label of a payment's source, or of a refund's target. */
export function counterpartyLabel(
  party: Counterparty,
  ofBank: 'paid.from' | 'paid.refund_to' | 'pdf.paid_from',
  { t }: Locale,
): string {
  return t(typeof party === 'string' ? ofBank : 'method.label')
}

export interface RefundRecord {
  amount: MinorUnits
  refundedOn: CalendarDate
  to: Counterparty
  refundReference: string
  isInProgress: boolean
}

interface CreditNoteRecord {
  number: string
  issuedOn: CalendarDate
  amount: MinorUnits
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
  vatNumber?: string
  electronicAddress?: ElectronicAddress
  einvoiceContact?: EinvoiceContact
  bankDetails?: BankDetails
  smallBusinessNote?: string
  terms?: string
}

export function profileLines(profile: Profile, locale: Locale): string[] {
  const { name, legalName, address, email, phone, website } = profile
  return [
    ...(legalName && legalName !== name ? [legalName] : []),
    ...addressLines(address, locale),
    email,
    ...(phone ? [phone] : []),
    ...(website ? [website] : []),
    ...numberLines(profile, locale),
  ]
}

/** A tax number that is the VAT number stands once. */
export function numberLines(
  { companyNumber, taxNumber, vatNumber }: Pick<Profile, 'companyNumber' | 'taxNumber' | 'vatNumber'>,
  locale: Locale,
): string[] {
  const isSame = taxNumber !== undefined && readable(taxNumber) === readable(vatNumber ?? '')
  return [
    ...(companyNumber ? [locale.t('profile.company_number', { number: companyNumber })] : []),
    ...(vatNumber ? [locale.t('profile.vat_number', { number: vatNumber })] : []),
    ...(taxNumber && !isSame ? [locale.t('profile.tax_number', { number: taxNumber })] : []),
  ]
}

function readable(number: string): string {
  return number.toUpperCase().replace(/[\s.\-/]/g, '')
}

export function addressLines(address: Address | undefined, locale: Pick<Locale, 'country'>): string[] {
  if (!address) return []
  if ('text' in address) return address.text.split('\n')
  const { line1, line2, postal_code: postalCode = '', city, country } = address
  return [line1, line2, `${postalCode} ${city}`.trim(), locale.country(country)].filter(
    (line) => line !== undefined,
  )
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
  | 'amountCredited'
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

export function requestedText(document: RequestedAmounts, locale: Locale): string {
  const { amountReceived, amountRefunded, amountRefundPending } = document
  const money = moneyOf(document, locale)
  const amount = money(document.amountRequested)
  if (!isDepositRequested(document)) return amount
  const isBegun = amountReceived > amountRefunded + amountRefundPending
  const amountLeft = money(amountLeftOf(document))
  return locale.t(isBegun ? 'deposit.rest' : 'deposit.first', { amount, total: amountLeft })
}

export function amountLeftOf({
  totals,
  amountCredited,
}: Pick<SettledAmounts, 'totals' | 'amountCredited'>): MinorUnits {
  return totals.amount - amountCredited
}

interface SettledAmounts extends Pick<
  InvoiceDocument,
  | 'amountCredited'
  | 'amountReceived'
  | 'amountRefunded'
  | 'amountRefundPending'
  | 'amountDue'
  | 'amountOverpaid'
  | 'status'
> {
  totals: Pick<Totals, 'amount'>
}

/**
 * Money that a refund gave back and the customer does not owe again.
 *
 * @returns 0 while nothing is due, because the refund alone explains the position then
 */
export function amountWrittenOff(document: SettledAmounts): MinorUnits {
  const { status, amountReceived, amountRefunded, amountRefundPending, amountDue, amountOverpaid } = document
  if (status !== 'open' && status !== 'overdue') return 0
  const kept = amountReceived - amountRefunded - amountRefundPending
  return amountLeftOf(document) - kept - (amountDue - amountOverpaid)
}

/** Returns false while the total alone says what is due. */
export function hasMovements({
  amountReceived,
  amountRefunded,
  amountRefundPending,
  amountCredited,
}: Pick<
  InvoiceDocument,
  'amountReceived' | 'amountRefunded' | 'amountRefundPending' | 'amountCredited'
>): boolean {
  return amountReceived + amountRefunded + amountRefundPending + amountCredited > 0
}

/** Returns what was received less refunds, with those on their way. */
export function amountHeld({
  amountReceived,
  amountRefunded,
  amountRefundPending,
}: Pick<InvoiceDocument, 'amountReceived' | 'amountRefunded' | 'amountRefundPending'>): MinorUnits {
  return amountReceived - amountRefunded - amountRefundPending
}

type WriteAmount = (amount: MinorUnits) => string

export function moneyOf({ currency }: Pick<InvoiceDocument, 'currency'>, locale: Locale): WriteAmount {
  return (amount) => locale.money({ amount, currency })
}

/** Leaves the currency out. */
export function amountOf({ currency }: Pick<InvoiceDocument, 'currency'>, locale: Locale): WriteAmount {
  return (amount) => locale.amount({ amount, currency })
}

/** The returned function takes minor units as decimal text. Prices below a cent keep their decimals. */
export function unitPriceOf(
  { currency }: Pick<InvoiceDocument, 'currency'>,
  locale: Locale,
): (unitAmount: string) => string {
  return (unitAmount) =>
    /^-?\d+$/.test(unitAmount)
      ? locale.amount({ amount: unitAmount, currency })
      : locale.decimal(decimalOfMinor(unitAmount, currency))
}
