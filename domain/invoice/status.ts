/**
 * The status of an invoice. `sent` begins at issue; `delivery` has the result of the e-mail. An overdue
 * invoice can be paid. An undone payment ends `paid`, and a late payment that the policy keeps ends `void`.
 */
export const INVOICE_STATUSES = ['draft', 'sent', 'viewed', 'overdue', 'paid', 'void'] as const

export type InvoiceStatus = (typeof INVOICE_STATUSES)[number]

/** Checks that a customer can pay an invoice with the status. */
export function isPayable(status: InvoiceStatus): boolean {
  return status === 'sent' || status === 'viewed' || status === 'overdue'
}
