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
  /** The BCP 47 tag of the customer's language. */
  language?: string
  lines: InvoiceLine[]
  totals: Totals
  issuedOn: CalendarDate
  dueDate: CalendarDate
  amountDue: MinorUnits
  /** The unpaid deposit before the invoice is overdue, else the amount due. */
  amountRequested: MinorUnits
  /** The part that the customer pays first. */
  deposit?: MinorUnits
  status: 'open' | 'overdue' | 'paid' | 'void'
  /** The date on which the invoice became paid or void. */
  closedOn?: CalendarDate
  /** The sum of the payments that count. */
  amountReceived: MinorUnits
  /** The money sent back, refunds in progress included. */
  amountRefunded: MinorUnits
  /** The money beyond the expected amount, after refunds. */
  amountOverpaid: MinorUnits
  /** The payments, oldest first. */
  payments: PaymentRecord[]
  refunds: RefundRecord[]
  preview?: true
  /** The payment of a receipt, or the latest payment that pays the invoice. */
  payment?: PaymentRecord
}

export interface PaymentRecord {
  amount: MinorUnits
  /** The part of the payment that does not pay the invoice. */
  overpayment: MinorUnits
  paidOn: CalendarDate
  /** The name of the bank, or the method of a manual payment. */
  from: string
  reference: string
  /** `reversed`: the bank reports that the money did not arrive. `removed`: the payment does not count. */
  state: 'received' | 'reversed' | 'removed'
}

export interface RefundRecord {
  amount: MinorUnits
  /**
   * The date of the execution, or of the request while the refund is in progress. For a manual refund, the
   * date that the merchant stated.
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
   * The country code of ISO 3166-1 alpha-2.
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
