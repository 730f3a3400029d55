import { InvoiceRow, PaymentAttemptRow } from '../entities/index.ts'
import type { CurrentLink } from '../invoices/read-invoice.ts'
import type { EntityManager } from '../orm.ts'

export interface LinkWithInvoice {
  link: CurrentLink
  invoice: InvoiceRow
  /** Newest first. */
  attempts: PaymentAttemptRow[]
}

/** Reads a payment link with the invoice and the payment attempts. @returns undefined for an unknown link */
export async function readLink(em: EntityManager, linkId: string): Promise<LinkWithInvoice | undefined> {
  interface Found extends Record<string, unknown> {
    link_status: CurrentLink['status']
    link_expiry_ms: number
    has_attempts: boolean
  }
  const [found] = await em.execute<Found[]>(
    `select i.*, l.status as link_status, (extract(epoch from l.expires_at) * 1000)::float8 as link_expiry_ms,
       exists(select from payment_attempt a where a.invoice_id = i.id) as has_attempts
     from pay_link l join invoice i on i.id = l.invoice_id where l.id = ?`,
    [linkId],
  )
  if (!found) return undefined
  const { link_status: status, link_expiry_ms: expiry, has_attempts: hasAttempts, ...columns } = found
  const invoice = em.map(InvoiceRow, columns)
  const attempts = hasAttempts
    ? await em.find(
        PaymentAttemptRow,
        { invoiceId: invoice.id },
        { orderBy: { createdAt: 'desc' }, refresh: true },
      )
    : []
  return { link: { id: linkId, status, expiresAt: new Date(expiry) }, invoice, attempts }
}
