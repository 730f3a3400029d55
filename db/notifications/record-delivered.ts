import { bulkAppend } from '../invoices/bulk-append.ts'
import { byProvider, type InvoiceEvent, PROVIDER_OF } from '../../domain/invoice/index.ts'
import { InvoiceRow, NotificationRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

export interface DeliveryReceipt {
  messageId: string
  /** Is equal in each repetition of the report. */
  eventId: string
  body: string
}

/**
 * Saves the reports before any other work. Each step handles all reports at once.
 *
 * @returns the outcome of each report, in the given order
 */
export async function recordDelivered(
  em: EntityManager,
  receipts: readonly DeliveryReceipt[],
): Promise<('noted' | 'ignored' | 'duplicate')[]> {
  const processed = await saveWebhooks(em, receipts)
  const fresh = receipts.filter(({ eventId }) => !processed.has(eventId))
  const notifications = await loadInvoiceNotifications(em, fresh)
  const clocks = await testClockOffsets(
    em,
    [...notifications.values()].map(({ invoiceId }) => invoiceId),
  )
  await bulkAppend(
    em,
    fresh.flatMap(({ messageId, eventId }) => {
      const found = notifications.get(messageId)
      if (!found) return []
      const { invoiceId, notification } = found
      const at = Date.now() + (clocks.get(invoiceId) ?? 0)
      return [{ invoiceId, event: deliveredEvent(notification, `postmark:${eventId}`, at) }]
    }),
  )
  const outcomes = receipts.map(({ eventId, messageId }) => {
    if (processed.has(eventId)) return 'duplicate'
    return notifications.has(messageId) ? 'noted' : 'ignored'
  })
  await markProcessed(
    em,
    receipts.map(({ eventId }, index) => ({ id: eventId, outcome: outcomes[index] ?? 'ignored' })),
  )
  return outcomes
}

/** @returns the event ids that were already saved and processed */
async function saveWebhooks(em: EntityManager, receipts: readonly DeliveryReceipt[]): Promise<Set<string>> {
  const rows = JSON.stringify(receipts.map(({ eventId, body }) => ({ id: eventId, body })))
  await em.execute(
    `insert into inbound_webhook (source, event_id, body)
     select 'postmark', n.id, n.body from jsonb_to_recordset(?::jsonb) as n(id text, body text)
     on conflict do nothing`,
    [rows],
  )
  const processed = await em.execute<{ id: string }[]>(
    `select i.event_id as id from inbound_webhook i join jsonb_to_recordset(?::jsonb) as n(id text) on i.event_id = n.id
     where i.source = 'postmark' and i.processed_at is not null`,
    [rows],
  )
  return new Set(processed.map(({ id }) => id))
}

async function loadInvoiceNotifications(
  em: EntityManager,
  receipts: readonly DeliveryReceipt[],
): Promise<Map<string, { invoiceId: string; notification: NotificationRow }>> {
  const ids = receipts.map(({ messageId }) => messageId)
  const rows = await em.find(NotificationRow, { id: { $in: ids } }, { disableIdentityMap: true })
  return new Map(
    rows.flatMap((notification) => {
      const { id, invoiceId, kind } = notification
      return invoiceId && kind !== 'notice' ? [[id, { invoiceId, notification }] as const] : []
    }),
  )
}

/** @returns milliseconds, by invoice id */
async function testClockOffsets(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, number>> {
  const invoices = await em.find(
    InvoiceRow,
    { id: { $in: [...invoiceIds] } },
    { fields: ['id', 'testClockOffsetMs'], disableIdentityMap: true },
  )
  return new Map(invoices.map(({ id, testClockOffsetMs }) => [id, testClockOffsetMs]))
}

async function markProcessed(em: EntityManager, outcomes: { id: string; outcome: string }[]): Promise<void> {
  await em.execute(
    `update inbound_webhook i set processed_at = now(), outcome = n.outcome
     from jsonb_to_recordset(?::jsonb) as n(id text, outcome text)
     where i.source = 'postmark' and i.event_id = n.id and i.processed_at is null`,
    [JSON.stringify(outcomes)],
  )
}

/** @param at by the invoice's clock, in milliseconds since 1970 */
export function deliveredEvent(
  notification: NotificationRow,
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

/** Only invoice messages have a delivery number. */
export function deliveryOf({ kind, discriminator }: NotificationRow): { delivery?: number } {
  return kind === 'invoice' ? { delivery: discriminator === '' ? 1 : Number(discriminator) } : {}
}
