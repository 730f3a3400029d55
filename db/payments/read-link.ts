import type { EntityData } from '@mikro-orm/core'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import { InvoiceRow, PaymentAttemptRow } from '../entities/index.ts'
import { type CurrentLink, LINK_COLUMNS } from '../invoices/read-invoice.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePrepared, toRow } from '../prepared.ts'

export interface LinkWithInvoice {
  link: CurrentLink
  invoice: InvoiceRow
  attempts: PaymentAttemptRow[]
  pendingSince: Date | null
  payout: PayoutAccount | null
  isSuspended: boolean
}

export async function readLink(em: EntityManager, linkId: string): Promise<LinkWithInvoice | undefined> {
  interface Found extends Record<string, unknown> {
    link_status: CurrentLink['status']
    link_expiry_ms: number
    attempt_rows: EntityData<PaymentAttemptRow>[] | null
    payout: PayoutAccount | null
    is_suspended: boolean
    pending_ms: number | null
  }
  const [found] = await executePrepared<Found>(
    em,
    `select ${columnsOf(em, InvoiceRow, 'i')}, ${LINK_COLUMNS},
       (select jsonb_agg(to_jsonb(a) order by a.created_at desc)
        from payment_attempt a where a.invoice_id = i.id) as attempt_rows,
       (select p.account from payout_account p
        where p.merchant_id = i.merchant_id and p.mode = i.mode and p.currency = i.currency) as payout,
       (i.mode = 'live' and exists (
        select from merchant m where m.id = i.merchant_id and m.status = 'suspended')) as is_suspended,
       (select (extract(epoch from max(c.sent_at)) * 1000)::float8 from pending_command c
        where c.workflow = 'invoice' and c.subject_id = i.id and c.is_waiting) as pending_ms
     from pay_link l join invoice i on i.id = l.invoice_id where l.id = ?`,
    [linkId],
  )
  if (!found) return undefined
  const { link_status: status, link_expiry_ms: expiry, attempt_rows: attemptRows } = found
  const { payout, pending_ms: pendingMs, is_suspended: isSuspended } = found
  const invoice = toRow(em, InvoiceRow, found)
  const attempts = (attemptRows ?? []).map((row) => toRow(em, PaymentAttemptRow, row))
  const link = { id: linkId, status, expiresAt: new Date(expiry) }
  const pendingSince = pendingMs === null ? null : new Date(pendingMs)
  return { link, invoice, attempts, pendingSince, payout, isSuspended }
}
