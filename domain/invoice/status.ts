/**
 * The status of an invoice. `sent` begins at issue: whether the e-mail arrived is a separate fact (`delivery`). An
 * overdue invoice can still be paid. An undone payment ends `paid`, and a late payment that the policy keeps ends `void`.
 */
export const INVOICE_STATUSES = ['draft', 'sent', 'viewed', 'overdue', 'paid', 'void'] as const

export type InvoiceStatus = (typeof INVOICE_STATUSES)[number]

/** True while a customer can pay the invoice. */
export function isPayable(status: InvoiceStatus): boolean {
  return status === 'sent' || status === 'viewed' || status === 'overdue'
}
