import type { CalendarDate } from './calendar.ts'
import type { InvoiceLine, Totals } from './lines.ts'
import type { Currency } from './money.ts'

/** An issued invoice as people read it. The page, the e-mail and the PDF are three renderings of this. */
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
  /** Present once it is paid. */
  payment?: { amount: bigint; paidOn: CalendarDate; bankName: string; reference: string }
}

export interface Address {
  line1: string
  line2?: string
  city: string
  postal_code?: string
  /** ISO 3166-1 alpha-2. */
  country: string
}
