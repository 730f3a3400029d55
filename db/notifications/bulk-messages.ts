import { InvoiceRow, NotificationRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

// The e-mails that bring a batch's invoices, in bulk. One row each, as for every message.

/** The message that brings an invoice by e-mail the first time; the same id as if it were sent alone. */
export function invoiceMessageId(invoiceId: string): string {
  return `msg_invoice_email_${invoiceId}`
}

/** Writes down, once, a message for each of these invoices. */
export async function claimMessages(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<NotificationRow[]> {
  await em.fork().execute(
    `insert into notification (id, invoice_id, kind, channel, discriminator, recipient, status)
     select 'msg_invoice_email_' || id, id, 'invoice', 'email', '', customer_email, 'pending'
     from invoice where id in (select jsonb_array_elements_text(?::jsonb))
     on conflict (invoice_id, kind, channel, discriminator) do nothing`,
    [JSON.stringify(invoiceIds)],
  )
  return em.fork().find(NotificationRow, { id: { $in: invoiceIds.map(invoiceMessageId) } })
}

/** Which of these messages go to addresses from which something came back for good. */
export async function suppressedMessages(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Set<string>> {
  const rows = await em.fork().execute<{ id: string }[]>(
    `select m.id from notification m join invoice i on i.id = m.invoice_id
       join suppressed_address s on s.merchant_id = i.merchant_id and s.mode = i.mode
         and s.channel = 'email' and s.address = lower(m.recipient)
     where m.id in (select jsonb_array_elements_text(?::jsonb))`,
    [JSON.stringify(invoiceIds.map(invoiceMessageId))],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Invoices by id. */
export async function loadInvoices(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, InvoiceRow>> {
  const rows = await em.fork().find(InvoiceRow, { id: { $in: [...invoiceIds] } })
  return new Map(rows.map((row) => [row.id, row]))
}

/**
 * Notes that these are being handed to the provider. Two tries can overlap when one was thought dead: each gets those
 * that nobody has noted before it, or not since it looked.
 *
 * @param before when each was last handed over, as this try has seen it
 */
export async function markAttempted(
  em: EntityManager,
  messages: readonly NotificationRow[],
  at: Date,
): Promise<Set<string>> {
  const seen = messages.map(({ id, attemptedAt }) => ({ id, attempted_at: attemptedAt ?? null }))
  const rows = await em.fork().execute<{ id: string }[]>(
    `update notification m set attempted_at = ?
     from jsonb_to_recordset(?::jsonb) as n(id text, attempted_at timestamptz)
     where m.id = n.id and m.status = 'pending' and m.attempted_at is not distinct from n.attempted_at
     returning m.id`,
    [at, JSON.stringify(seen)],
  )
  return new Set(rows.map(({ id }) => id))
}

/** Takes the note back: the provider certainly has none of them. */
export async function clearAttempt(em: EntityManager, ids: readonly string[], at: Date): Promise<void> {
  await em.fork().execute(
    `update notification set attempted_at = null
     where status = 'pending' and attempted_at = ? and id in (select jsonb_array_elements_text(?::jsonb))`,
    [at, JSON.stringify(ids)],
  )
}

export interface SettledMessage {
  id: string
  status: 'sent' | 'failed'
  provider_message_id: string | null
  failure: string | null
}

export async function settleMessages(em: EntityManager, settled: readonly SettledMessage[]): Promise<void> {
  if (settled.length === 0) return
  await em.fork().execute(
    `update notification m
     set status = n.status, provider_message_id = n.provider_message_id, failure = n.failure, updated_at = now()
     from jsonb_to_recordset(?::jsonb) as n(id text, status text, provider_message_id text, failure text)
     where m.id = n.id and m.status = 'pending'`,
    [JSON.stringify(settled)],
  )
}
