/**
 * An issued invoice is `sent`, even before a message is sent. An undone payment can end `paid`, and a kept
 * late payment ends `void`.
 */
export const INVOICE_STATUSES = ['draft', 'sent', 'viewed', 'overdue', 'paid', 'void'] as const

export type InvoiceStatus = (typeof INVOICE_STATUSES)[number]

export function isPayable(status: InvoiceStatus): boolean {
  return status === 'sent' || status === 'viewed' || status === 'overdue'
}
