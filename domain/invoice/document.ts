import type { CalendarDate } from '../shared/calendar.ts'
import type { InvoiceLine, Totals } from '../shared/lines.ts'
import type { Currency } from '../shared/money.ts'

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
  /** Minor units. `total` is due, and `now` is the requested part: an unpaid deposit, else the total. */
  due: { total: bigint; now: bigint; paid: bigint; deposit?: bigint }
  /** Set for a draft that the merchant previews. */
  preview?: true
  /** The payment of the receipt, or the latest payment. */
  payment?: PaymentDetails
}

export interface PaymentDetails {
  /** Minor units, like the other amounts here. */
  amount: bigint
  /** The part of the payment above the amount due. */
  overpayment: bigint
  /** The amount due after the payment. */
  rest: bigint
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
