import type { InvoiceDocument } from '../invoice/document.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import { nationalTaxOf } from '../tax/national-tax.ts'
import type { NationalTax } from '../tax/types.ts'
import type { CreditNoteContent } from './types.ts'

export interface CreditNoteDocument extends CreditNoteContent {
  id: string
  number: string
  issuedOn: CalendarDate
  reason?: string
  /** The invoice has the business profile of the credit note. */
  invoice: InvoiceDocument
}

/** The exchange rate is that of the invoice. */
export function creditedNationalTax({ tax, invoice }: CreditNoteDocument): NationalTax | undefined {
  const { currency, totals } = invoice
  return totals.nationalTax && nationalTaxOf(tax, currency, totals.nationalTax)
}
