export const INVOICE_STATUSES = ['draft', 'sent', 'viewed', 'overdue', 'paid', 'void'] as const

export type InvoiceStatus = (typeof INVOICE_STATUSES)[number]

export const PAYABLE_STATUSES = ['sent', 'viewed', 'overdue'] as const satisfies InvoiceStatus[]

export function isPayable(status: InvoiceStatus): boolean {
  return PAYABLE_STATUSES.some((payable) => payable === status)
}
