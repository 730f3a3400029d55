import type { InvoiceRow } from '../../db/entities/index.ts'

/**
 * Returns at most 18 letters, digits and hyphens.
 *
 * @see https://docs.truelayer.com/docs/character-limitations-in-payments
 */
export function remittanceReference(invoice: InvoiceRow): string {
  const plain = (invoice.number ?? '').replace(/[^A-Za-z0-9-]/g, '')
  return (plain || invoice.id.slice(-12)).slice(0, 18)
}
