import type { InvoiceDocument } from '../invoice/document.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import type { CreditNoteContent } from './types.ts'

export interface CreditNoteDocument extends CreditNoteContent {
  id: string
  number: string
  issuedOn: CalendarDate
  reason?: string
  /** The credited invoice, with the business profile of the credit note. */
  invoice: InvoiceDocument
}
