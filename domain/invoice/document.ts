import type { CalendarDate } from '../shared/calendar.ts'
import type { InvoiceLine, Totals } from '../shared/lines.ts'
import { type Currency, formatMoney, type MinorUnits } from '../shared/money.ts'

export interface InvoiceDocument {
  number: string
  merchant: { name: string; email: string }
  customer: { name: string; email: string; phone?: string; billingAddress?: Address }
  description: string
  instructions?: string
  currency: Currency
  /** `language` is a BCP 47 tag: https://www.rfc-editor.org/info/bcp47 */
  language?: string
  lines: InvoiceLine[]
  totals: Totals
  issuedOn: CalendarDate
  dueDate: CalendarDate
  amountDue: MinorUnits
  /** `amountRequested` is the unpaid part of the deposit until overdue, else the amount due. */
  amountRequested: MinorUnits
  deposit?: MinorUnits
  status: 'open' | 'overdue' | 'paid' | 'void'
  closedOn?: CalendarDate
  /** `amountReceived` sums the payments that are not removed. */
  amountReceived: MinorUnits
  /** `amountRefunded` includes refunds in progress. */
  amountRefunded: MinorUnits
  amountOverpaid: MinorUnits
  /** The oldest payment comes first. */
  payments: PaymentRecord[]
  refunds: RefundRecord[]
  preview?: true
  /** `payment` is the receipt's payment, or the latest that pays a part of the invoice. */
  payment?: PaymentRecord
}

export interface PaymentRecord {
  amount: MinorUnits
  /** `overpayment` is the part that does not pay the invoice, or 0 if removed. */
  overpayment: MinorUnits
  paidOn: CalendarDate
  from: string
  reference: string
  /** `reversed` means that the rail reports no arrival. `removed` means that the payment does not count. */
  state: 'received' | 'reversed' | 'removed'
}

export interface RefundRecord {
  amount: MinorUnits
  /**
   * `refundedOn` is the date of execution, or of the request while in progress. A manual refund has the date
   * that the merchant stated.
   */
  refundedOn: CalendarDate
  to: string
  reference: string
  isInProgress: boolean
}

export type Address = AddressParts | { text: string }

interface AddressParts {
  line1: string
  line2?: string
  city: string
  postal_code?: string
  /**
   * `country` is a code of ISO 3166-1 alpha-2.
   *
   * @see https://www.iso.org/iso-3166-country-codes.html
   */
  country: string
}

type RequestedAmounts = Pick<
  InvoiceDocument,
  'amountDue' | 'amountReceived' | 'amountRefunded' | 'amountRequested' | 'currency' | 'totals'
>

export function isDepositRequested({ amountDue, amountRequested }: RequestedAmounts): boolean {
  return amountRequested < amountDue
}

/** Returns a text such as `a deposit of 300.00 EUR, of 1,000.00 EUR in all`. */
export function requestedText(document: RequestedAmounts): string {
  const { amountReceived, amountRefunded, amountRequested: amount, currency, totals } = document
  const now = formatMoney({ amount, currency })
  if (!isDepositRequested(document)) return now
  const part = amountReceived > amountRefunded ? 'the rest of the deposit,' : 'a deposit of'
  return `${part} ${now}, of ${formatMoney({ amount: totals.amount, currency })} in all`
}
