import type { FoundCreditNote } from '../../../db/credit-notes/read-credit-notes.ts'

/** Amounts are in minor units. */
export function creditNoteView({ note, invoice }: FoundCreditNote) {
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
    amount: note.amount,
    taxes: note.groups.map(({ taxRate = null, net, tax }) => ({ rate: taxRate, net, tax })),
    lines: note.lines.map(({ line, description, quantity, unitAmount, taxRate = null, amount }) => ({
      line: line === undefined ? null : line + 1,
      description,
      quantity,
      unit_amount: unitAmount,
      tax_rate: taxRate,
      amount,
    })),
    origin: note.origin,
    reason: note.reason ?? null,
    profile_version: note.profileVersion,
    issued_at: note.issuedAt.toISOString(),
    created_at: note.createdAt.toISOString(),
  }
}
