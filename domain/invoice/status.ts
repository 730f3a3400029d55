/**
 * The life of an invoice. `sent` begins when it is issued and its link is live; whether the e-mail arrived is a
 * separate fact (`delivery`). An overdue invoice can still be paid. `paid` is left when a payment is
 * undone, `void` when late money is kept as payment.
 */
export const INVOICE_STATUSES = ['draft', 'sent', 'viewed', 'overdue', 'paid', 'void'] as const

export type InvoiceStatus = (typeof INVOICE_STATUSES)[number]

/** Can a customer still pay it? */
export function isPayable(status: InvoiceStatus): boolean {
  return status === 'sent' || status === 'viewed' || status === 'overdue'
}
