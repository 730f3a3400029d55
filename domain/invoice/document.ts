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
  lines: InvoiceLine[]
  totals: Totals
  issuedOn: CalendarDate
  dueDate: CalendarDate
  amountDue: MinorUnits
  /** The unpaid deposit before the due date has passed, else the amount due. */
  amountRequested: MinorUnits
  /** Payments minus refunds: negative if more was refunded than paid. */
  netPaid: MinorUnits
  /** Set for a draft that the merchant previews. */
  preview?: true
  /** The payment of the receipt, or the latest payment. */
  payment?: PaymentDetails
}

export interface PaymentDetails {
  /** Minor units, like the other amounts here. */
  amount: MinorUnits
  /** The part of the payment above the amount due. */
  overpayment: MinorUnits
  /** The amount due after the payment. */
  amountDue: MinorUnits
  paidOn: CalendarDate
  /** The name of the bank, or the method of a manual payment. */
  from: string
  reference: string
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
  'amountDue' | 'amountRequested' | 'currency' | 'netPaid' | 'totals'
>

/** Checks that a deposit is requested, not the whole amount due. */
export function isDepositRequested({ amountDue, amountRequested }: RequestedAmounts): boolean {
  return amountRequested < amountDue
}

/**
 * Names the requested amount: `300.00 EUR`, or `a deposit of 300.00 EUR, of 1,000.00 EUR in all`.
 */
export function requestedText(document: RequestedAmounts): string {
  const { amountRequested: amount, currency, netPaid, totals } = document
  const now = formatMoney({ amount, currency })
  if (!isDepositRequested(document)) return now
  const part = netPaid > 0 ? 'the rest of the deposit,' : 'a deposit of'
  return `${part} ${now}, of ${formatMoney({ amount: totals.amount, currency })} in all`
}
