import type { InvoiceRow } from '../../db/entities/index.ts'

/** The invoice's number as a bank statement can carry it: Faster Payments allow 18 plain characters. */
export function reference(invoice: InvoiceRow): string {
  const plain = (invoice.number ?? '').replace(/[^A-Za-z0-9-]/g, '')
  return (plain || invoice.id.slice(-12)).slice(0, 18)
}
