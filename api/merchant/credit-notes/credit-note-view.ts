import type { CreditedInvoice } from '../../../db/credit-notes/read-credit-notes.ts'
import type { CreditNoteRow } from '../../../db/entities/index.ts'
import { rowNationalTax } from '../../../db/invoices/document.ts'
import { nationalTaxOf } from '../../../domain/tax/national-tax.ts'
import { roundingOf } from '../../../domain/tax/totals.ts'
import { lineView, nationalTaxView, taxesView } from '../invoices/view/invoice-view.ts'

/** Amounts are in minor units. */
export function creditNoteView({ note, invoice }: { note: CreditNoteRow; invoice: CreditedInvoice }) {
  const national = rowNationalTax(invoice)
  return {
    id: note.id,
    object: 'credit_note',
    mode: note.mode,
    number: note.number,
    invoice: invoice.id,
    invoice_number: invoice.number ?? null,
    currency: invoice.currency,
    net: note.net,
    tax: note.tax,
    national_tax: nationalTaxView(national && nationalTaxOf(note.tax, national.invoiceCurrency, national)),
    rounding: roundingOf(note.groups),
    amount: note.amount,
    taxes: taxesView(note.groups),
    lines: note.lines.map((line) => ({
      line: line.line === undefined ? null : line.line + 1,
      ...lineView(line),
      amount: line.amount,
    })),
    origin: note.origin,
    reason: note.reason ?? null,
    profile_version: note.profileVersion,
    issued_at: note.issuedAt.toISOString(),
    created_at: note.createdAt.toISOString(),
  }
}
