import type { CalendarDate } from '../shared/calendar.ts'
import type { InvoiceLine, Totals } from '../shared/lines.ts'
import { type Currency, formatMoney, type MinorUnits } from '../shared/money.ts'

/** The content of an invoice for the page, the e-mail and the PDF. */
export interface InvoiceDocument {
  number: string
  merchant: { name: string; email: string }
  customer: { name: string; email: string; phone?: string; billingAddress?: Address }
  description: string
  instructions?: string
  currency: Currency
  /** BCP 47 tag of the customer's language. */
  language?: string
  lines: InvoiceLine[]
  totals: Totals
  issuedOn: CalendarDate
  dueDate: CalendarDate
  amountDue: MinorUnits
  /** The unpaid deposit before the due date has passed, else the amount due. */
  amountRequested: MinorUnits
  /** The part that is asked for first. */
  deposit?: MinorUnits
  status: 'open' | 'overdue' | 'paid' | 'void'
  /** The day of the status `paid` or `void`. */
  closedOn?: CalendarDate
  /** The sum of the payments that count, also beyond the total. */
  amountReceived: MinorUnits
  /** The sum of the refunds that did not fail, also of those in progress. */
  amountRefunded: MinorUnits
  /** Money above the total that no refund sends back. */
  amountOverpaid: MinorUnits
  /** Oldest first. */
  payments: PaymentRecord[]
  refunds: RefundRecord[]
  /** Set for a draft that the merchant previews. */
  preview?: true
  /** The payment of the receipt, or the latest payment. */
  payment?: PaymentRecord
}

/** A payment as the customer reads it. Amounts are in minor units. */
export interface PaymentRecord {
  amount: MinorUnits
  /** The part of the payment above the amount due. */
  overpayment: MinorUnits
  paidOn: CalendarDate
  /** The name of the bank, or the method of a manual payment. */
  from: string
  reference: string
  /** `reversed`: the bank reports that the money did not arrive. `removed`: the payment does not count. */
  state: 'received' | 'reversed' | 'removed'
}

export interface RefundRecord {
  /** Minor units. */
  amount: MinorUnits
  /** The day of the execution, or of the request while the refund is in progress. */
  refundedOn: CalendarDate
  /** The bank of the payment, or the method of a manual refund. */
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
   * ISO 3166-1 alpha-2.
   *
   * @see https://www.iso.org/iso-3166-country-codes.html
   */
  country: string
}

type RequestedAmounts = Pick<
  InvoiceDocument,
  'amountDue' | 'amountReceived' | 'amountRefunded' | 'amountRequested' | 'currency' | 'totals'
>

/** Checks that a deposit is requested, not the whole amount due. */
export function isDepositRequested({ amountDue, amountRequested }: RequestedAmounts): boolean {
  return amountRequested < amountDue
}

/**
 * Names the requested amount: `300.00 EUR`, or `a deposit of 300.00 EUR, of 1,000.00 EUR in all`.
 */
export function requestedText(document: RequestedAmounts): string {
  const { amountReceived, amountRefunded, amountRequested: amount, currency, totals } = document
  const now = formatMoney({ amount, currency })
  if (!isDepositRequested(document)) return now
  const part = amountReceived > amountRefunded ? 'the rest of the deposit,' : 'a deposit of'
  return `${part} ${now}, of ${formatMoney({ amount: totals.amount, currency })} in all`
}
