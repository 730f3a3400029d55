import { bulkAppend } from '../invoices/bulk-append.ts'
import { byProvider, type InvoiceEvent, PROVIDER_OF } from '../../domain/invoice/index.ts'
import type { Mode, NotificationRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export interface DeliveryReceipt {
  messageId: string
  /** `eventId` is equal in each repetition of the report. */
  eventId: string
  body: string
}

/**
 * Saves the reports before any other work, so that a crash loses no report.
 *
 * @returns the outcome of each report, in the given order
 */
export async function recordDelivered(
  em: EntityManager,
  mode: Mode,
  receipts: readonly DeliveryReceipt[],
): Promise<('noted' | 'ignored' | 'duplicate')[]> {
  const processed = await saveWebhooks(em, mode, receipts)
  const fresh = receipts.filter(({ eventId }) => !processed.has(eventId))
  const messages = await loadInvoiceMessages(em, mode, fresh)
  await bulkAppend(
    em,
    fresh.flatMap(({ messageId, eventId }) => {
      const message = messages.get(messageId)
      if (!message) return []
      const { invoiceId, testClockOffsetMs } = message
      const event = deliveredEvent(message, `postmark:${eventId}`, Date.now() + testClockOffsetMs)
      return [{ invoiceId, event }]
    }),
  )
  const outcomeOf = ({ messageId }: DeliveryReceipt) => (messages.has(messageId) ? 'noted' : 'ignored')
  await markProcessed(
    em,
    mode,
    fresh.map((receipt) => ({ id: receipt.eventId, outcome: outcomeOf(receipt) })),
  )
  return receipts.map((receipt) => (processed.has(receipt.eventId) ? 'duplicate' : outcomeOf(receipt)))
}

async function saveWebhooks(
  em: EntityManager,
  mode: Mode,
  receipts: readonly DeliveryReceipt[],
): Promise<Set<string>> {
  const rows = receipts.map(({ eventId, body }) => ({ id: eventId, body }))
  // The outer query reads the rows as they were before the insert:
  // https://www.postgresql.org/docs/current/queries-with.html
  const processed = await executePrepared<{ id: string }>(
    em,
    `with receipt as (select * from jsonb_to_recordset(?::jsonb) as r(id text, body text)),
     inserted as (
       insert into inbound_webhook (source, mode, event_id, body) select 'postmark', ?, id, body from receipt
       on conflict do nothing)
     select w.event_id as id from inbound_webhook w join receipt r on r.id = w.event_id
     where w.source = 'postmark' and w.mode = ? and w.processed_at is not null`,
    [JSON.stringify(rows), mode, mode],
  )
  return new Set(processed.map(({ id }) => id))
}

type InvoiceMessage = Pick<NotificationRow, 'id' | 'channel' | 'kind' | 'discriminator'> & {
  invoiceId: string
  testClockOffsetMs: number
}

async function loadInvoiceMessages(
  em: EntityManager,
  mode: Mode,
  receipts: readonly DeliveryReceipt[],
): Promise<Map<string, InvoiceMessage>> {
  if (receipts.length === 0) return new Map()
  const rows = await executePrepared<InvoiceMessage>(
    em,
    `select n.id, n.channel, n.kind, n.discriminator, n.invoice_id as "invoiceId",
       i.test_clock_offset_ms::float8 as "testClockOffsetMs"
     from notification n join invoice i on i.id = n.invoice_id
     where i.mode = ? and n.kind <> 'notice' and n.id in (select jsonb_array_elements_text(?::jsonb))`,
    [mode, JSON.stringify(receipts.map(({ messageId }) => messageId))],
  )
  return new Map(rows.map((row) => [row.id, row]))
}

async function markProcessed(
  em: EntityManager,
  mode: Mode,
  outcomes: { id: string; outcome: string }[],
): Promise<void> {
  if (outcomes.length === 0) return
  await executePrepared(
    em,
    `update inbound_webhook i set processed_at = now(), outcome = n.outcome
     from jsonb_to_recordset(?::jsonb) as n(id text, outcome text)
     where i.source = 'postmark' and i.mode = ? and i.event_id = n.id and i.processed_at is null`,
    [JSON.stringify(outcomes), mode],
  )
}

/** @param at milliseconds since 1970, by the invoice's clock */
export function deliveredEvent(
  notification: Pick<NotificationRow, 'id' | 'channel' | 'kind' | 'discriminator'>,
  eventId: string,
  at: number,
): Extract<InvoiceEvent, { type: 'delivered' }> {
  const { id, channel } = notification
  return {
    type: 'delivered',
    key: `delivered:${id}`,
    at,
    cause: byProvider(PROVIDER_OF[channel], eventId),
    channel,
    messageId: id,
    ...deliveryOf(notification),
  }
}

export function deliveryOf({ kind, discriminator }: Pick<NotificationRow, 'kind' | 'discriminator'>): {
  delivery?: number
} {
  return kind === 'invoice' ? { delivery: discriminator === '' ? 1 : Number(discriminator) } : {}
}
