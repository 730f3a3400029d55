import { InvoiceRow, PaymentAttemptRow } from '../entities/index.ts'
import { type CurrentLink, LINK_COLUMNS } from '../invoices/read-invoice.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePrepared, readRows } from '../prepared.ts'

export interface LinkWithInvoice {
  link: CurrentLink
  invoice: InvoiceRow
  /** The newest attempt comes first. */
  attempts: PaymentAttemptRow[]
  pendingSince: Date | null
}

export async function readLink(em: EntityManager, linkId: string): Promise<LinkWithInvoice | undefined> {
  interface Found extends Record<string, unknown> {
    link_status: CurrentLink['status']
    link_expiry_ms: number
    has_attempts: boolean
    pending_ms: number | null
  }
  const [found] = await executePrepared<Found>(
    em,
    `select ${columnsOf(em, InvoiceRow, 'i')}, ${LINK_COLUMNS},
       exists(select from payment_attempt a where a.invoice_id = i.id) as has_attempts,
       (select (extract(epoch from max(c.sent_at)) * 1000)::float8 from pending_command c
        where c.workflow = 'invoice' and c.subject_id = i.id and c.is_waiting) as pending_ms
     from pay_link l join invoice i on i.id = l.invoice_id where l.id = ?`,
    [linkId],
  )
  if (!found) return undefined
  const { link_status: status, link_expiry_ms: expiry, ...others } = found
  const { has_attempts: hasAttempts, pending_ms: pendingMs, ...columns } = others
  const invoice = em.map(InvoiceRow, columns)
  const attempts = hasAttempts
    ? await readRows(em, PaymentAttemptRow, 'r.invoice_id = ? order by r.created_at desc', [invoice.id])
    : []
  const link = { id: linkId, status, expiresAt: new Date(expiry) }
  return { link, invoice, attempts, pendingSince: pendingMs === null ? null : new Date(pendingMs) }
}
