import { appendEvents } from '../../db/invoices/event-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import { automatic, type Channel, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { SendResult } from './send-message.ts'

/** Returns the event that stops further messages to an address that the provider refuses. */
export function suppressionEvents(
  sent: SendResult,
  channel: Channel,
  testClockOffsetMs: number,
): InvoiceEvent[] {
  if (sent.outcome === 'accepted' || sent.reason === 'already_paid' || sent.reason === 'voided') return []
  const { messageId, reason } = sent
  const key = `delivery_failed:${messageId}`
  return [{ ...eventBase(testClockOffsetMs), type: 'delivery_failed', key, channel, messageId, reason }]
}

/** Instant by the invoice's own clock, and ourselves as the cause. */
export function eventBase(testClockOffsetMs: number): Pick<InvoiceEvent, 'at' | 'cause'> {
  return { at: Date.now() + testClockOffsetMs, cause: automatic }
}

/** Records the events, unless an earlier attempt recorded them. @returns all of them in either case */
export async function appendAll(
  em: EntityManager,
  invoiceId: string,
  events: InvoiceEvent[],
): Promise<InvoiceEvent[]> {
  await appendEvents(em, invoiceId, events)
  return events
}
