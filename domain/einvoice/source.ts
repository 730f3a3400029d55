import type { InvoiceDocument } from '../invoice/document.ts'
import type { Money } from '../shared/money.ts'

export interface EInvoiceSource extends InvoiceDocument {
  /** The text by which a transfer is matched. Without it, the number of the invoice. */
  paymentReference?: string
  /** The tax in the currency of the seller's country, for an invoice in another currency. */
  nationalTax?: Money
}
