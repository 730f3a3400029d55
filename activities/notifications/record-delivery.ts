import { appendEvents } from '../../db/invoices/event-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import { automatic, type Channel, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { SendResult } from './send-message.ts'

/**
 * Returns the event that records how an invoice's message was sent.
 *
 * @param delivery number of the sending, counted from 1
 */
export function invoiceSentEvent(
  sent: SendResult,
  channel: Channel,
  delivery: number,
  testClockOffsetMs: number,
): InvoiceEvent {
  const keyEnd = delivery === 1 ? channel : `${channel}:${delivery}`
  const common = { ...eventBase(testClockOffsetMs), channel, delivery }
  const { messageId } = sent
  if (sent.outcome === 'accepted') {
    const { segments } = sent
    return { ...common, type: 'sent', key: `sent:${keyEnd}`, messageId, ...(segments ? { segments } : {}) }
  }
  const { reason } = sent
  const failed = { ...common, type: 'delivery_failed', key: `delivery_failed:${keyEnd}`, reason } as const
  // Without a messageId the merchant gets no notice about a failed address.
  return isUnwanted(sent) ? failed : { ...failed, messageId }
}

/** Reports whether we did not send it ourselves, because nothing is due. */
function isUnwanted({ reason }: Extract<SendResult, { outcome: 'refused' }>): boolean {
  return reason === 'already_paid' || reason === 'voided'
}

/** Returns the event that stops further messages to an address that the provider refuses. */
export function suppressionEvents(
  sent: SendResult,
  channel: Channel,
  testClockOffsetMs: number,
): InvoiceEvent[] {
  if (sent.outcome === 'accepted' || isUnwanted(sent)) return []
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
