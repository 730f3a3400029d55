import type { CalendarDate } from '../shared/calendar.ts'
import type { InvoiceLine, Totals } from '../shared/lines.ts'
import type { Currency } from '../shared/money.ts'

/** An invoice as people read it. The page, the e-mail and the PDF are three renderings of this. */
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
  /** What is still to be paid; `now` is the deposit while one is asked for. Minor units. */
  due: { total: bigint; now: bigint; paid: bigint; deposit?: bigint }
  /** A draft that its merchant looks at as the customer will. */
  preview?: true
  /** The payment that a receipt is for, or the latest; absent while there is none. */
  payment?: PaymentDetails
}

export interface PaymentDetails {
  /** What came, in minor units. */
  amount: bigint
  /** How much of it was more than was asked for. */
  overpayment: bigint
  /** What was still to be paid after it. */
  rest: bigint
  paidOn: CalendarDate
  /** The bank, or how it came otherwise. */
  from: string
  reference: string
}

export type Address = AddressParts | { text: string }

export interface AddressParts {
  line1: string
  line2?: string
  city: string
  postal_code?: string
  /** ISO 3166-1 alpha-2. */
  country: string
}
