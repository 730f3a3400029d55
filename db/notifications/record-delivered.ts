import { byProvider, type InvoiceEvent, PROVIDER_OF } from '../../domain/invoice/index.ts'
import { bulkAppend } from '../invoices/bulk-append.ts'
import { InvoiceRow, NotificationRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

/** The mail provider's word that a message arrived. */
export interface DeliveredMail {
  /** Ours. */
  messageId: string
  /** The provider's, by which the same word is known when it comes again. */
  eventId: string
  /** As it came. */
  body: string
}

/**
 * Keeps many such words in the inbox, notes them in the logs of their invoices, and marks them done: as if one came
 * after the other, in a few statements for all of them.
 *
 * @returns what came of each, in their order
 */
export async function noteDelivered(
  em: EntityManager,
  mails: readonly DeliveredMail[],
): Promise<('noted' | 'ignored' | 'duplicate')[]> {
  const done = await keepInInbox(em, mails)
  const fresh = mails.filter(({ eventId }) => !done.has(eventId))
  const messages = await em
    .fork()
    .find(NotificationRow, { id: { $in: fresh.map(({ messageId }) => messageId) } })
  const known = new Map(
    messages.flatMap((message) => (message.kind === 'notice' ? [] : [[message.id, message] as const])),
  )
  const clocks = await clocksOf(em, messages)
  await bulkAppend(
    em,
    fresh.flatMap(({ messageId, eventId }) => {
      const message = known.get(messageId)
      if (!message) return []
      const at = Date.now() + (clocks.get(message.invoiceId) ?? 0)
      return [{ invoiceId: message.invoiceId, event: deliveredEvent(message, `postmark:${eventId}`, at) }]
    }),
  )
  const outcomes = mails.map(({ eventId, messageId }) => {
    if (done.has(eventId)) return 'duplicate'
    return known.has(messageId) ? 'noted' : 'ignored'
  })
  await markDone(
    em,
    mails.map(({ eventId }, index) => ({ id: eventId, outcome: outcomes[index] ?? 'ignored' })),
  )
  return outcomes
}

/** @returns the events that came before and are done */
async function keepInInbox(em: EntityManager, mails: readonly DeliveredMail[]): Promise<Set<string>> {
  const rows = JSON.stringify(mails.map(({ eventId, body }) => ({ id: eventId, body })))
  await em.fork().execute(
    `insert into inbound_webhook (source, event_id, body)
     select 'postmark', n.id, n.body from jsonb_to_recordset(?::jsonb) as n(id text, body text)
     on conflict do nothing`,
    [rows],
  )
  const done = await em.fork().execute<{ id: string }[]>(
    `select i.event_id as id from inbound_webhook i join jsonb_to_recordset(?::jsonb) as n(id text) on i.event_id = n.id
     where i.source = 'postmark' and i.processed_at is not null`,
    [rows],
  )
  return new Set(done.map(({ id }) => id))
}

async function clocksOf(
  em: EntityManager,
  messages: readonly NotificationRow[],
): Promise<Map<string, number>> {
  const ids = messages.map(({ invoiceId }) => invoiceId)
  const invoices = await em
    .fork()
    .find(InvoiceRow, { id: { $in: ids } }, { fields: ['id', 'testClockOffsetMs'] })
  return new Map(invoices.map(({ id, testClockOffsetMs }) => [id, testClockOffsetMs]))
}

async function markDone(em: EntityManager, outcomes: { id: string; outcome: string }[]): Promise<void> {
  await em.fork().execute(
    `update inbound_webhook i set processed_at = now(), outcome = n.outcome
     from jsonb_to_recordset(?::jsonb) as n(id text, outcome text)
     where i.source = 'postmark' and i.event_id = n.id and i.processed_at is null`,
    [JSON.stringify(outcomes)],
  )
}

/** That a message arrived, as its invoice's log has it. */
export function deliveredEvent(message: NotificationRow, eventId: string, at: number): InvoiceEvent {
  const { id, channel } = message
  const cause = byProvider(PROVIDER_OF[channel], eventId)
  return {
    type: 'delivered',
    key: `delivered:${id}`,
    at,
    cause,
    channel,
    messageId: id,
    ...deliveryOf(message),
  }
}

/** Which sending of the invoice it was; nothing for other messages. */
export function deliveryOf({ kind, discriminator }: NotificationRow): { delivery?: number } {
  return kind === 'invoice' ? { delivery: discriminator === '' ? 1 : Number(discriminator) } : {}
}
