import { bulkAppend } from '../invoices/bulk-append.ts'
import { byProvider, type InvoiceEvent, PROVIDER_OF } from '../../domain/invoice/index.ts'
import type { NotificationRow } from '../entities/index.ts'
import { MESSAGES } from '../inbound-webhooks.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface DeliveredReport {
  messageId: string
  eventId: string
  body: string
}

/** The reports must be saved before other work, so that a crash loses no report. */
export async function recordDelivered(
  em: EntityManager,
  mode: Mode,
  reports: readonly DeliveredReport[],
): Promise<('noted' | 'ignored' | 'duplicate')[]> {
  const processed = await saveWebhooks(em, mode, reports)
  const fresh = reports.filter(({ eventId }) => !processed.has(eventId))
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
  const outcomeOf = ({ messageId }: DeliveredReport) => (messages.has(messageId) ? 'noted' : 'ignored')
  await markProcessed(
    em,
    mode,
    fresh.map((report) => ({ id: report.eventId, outcome: outcomeOf(report) })),
  )
  return reports.map((report) => (processed.has(report.eventId) ? 'duplicate' : outcomeOf(report)))
}

async function saveWebhooks(
  em: EntityManager,
  mode: Mode,
  reports: readonly DeliveredReport[],
): Promise<Set<string>> {
  const rows = reports.map(({ eventId, body, messageId }) => ({ id: eventId, body, message_id: messageId }))
  // The outer query reads the rows as they were before the insert:
  // https://www.postgresql.org/docs/current/queries-with.html
  const processed = await executePrepared<{ id: string }>(
    em,
    `with webhook as (select * from jsonb_to_recordset(?::jsonb) as r(id text, body text, message_id text)),
     ${MESSAGES},
     inserted as (
       insert into inbound_webhook (source, mode, event_id, body, message_id)
       select 'postmark', ?, r.id, case when m.is_erased then '{}' else r.body end, r.message_id
       from webhook r left join message m on m.id = r.message_id
       on conflict do nothing)
     select w.event_id as id from inbound_webhook w join webhook r on r.id = w.event_id
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
  reports: readonly DeliveredReport[],
): Promise<Map<string, InvoiceMessage>> {
  if (reports.length === 0) return new Map()
  const rows = await executePrepared<InvoiceMessage>(
    em,
    `select n.id, n.channel, n.kind, n.discriminator, n.invoice_id as "invoiceId",
       i.test_clock_offset_ms::float8 as "testClockOffsetMs"
     from notification n join invoice i on i.id = n.invoice_id
      where i.mode = ? and n.kind <> 'notice' and n.copy = 0
        and n.id in (select jsonb_array_elements_text(?::jsonb))`,
    [mode, JSON.stringify(reports.map(({ messageId }) => messageId))],
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
