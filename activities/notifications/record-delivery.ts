import { appendEvents } from '../../db/invoices/event-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import { automatic, type Channel, type InvoiceEvent, isUnneeded } from '../../domain/invoice/index.ts'
import type { SendResult } from './send-message.ts'

/** @param delivery counts from 1 */
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
  // Without a `messageId` the merchant gets no notice about a failed address.
  return isUnneeded(reason) ? failed : { ...failed, messageId }
}

/** The event stops further messages on the channel, because the address was refused. */
export function suppressionEvents(
  sent: SendResult,
  channel: Channel,
  testClockOffsetMs: number,
): InvoiceEvent[] {
  if (sent.outcome === 'accepted' || isUnneeded(sent.reason)) return []
  const { messageId, reason } = sent
  const key = `delivery_failed:${messageId}`
  return [{ ...eventBase(testClockOffsetMs), type: 'delivery_failed', key, channel, messageId, reason }]
}

export function eventBase(testClockOffsetMs: number): Pick<InvoiceEvent, 'at' | 'cause'> {
  return { at: Date.now() + testClockOffsetMs, cause: automatic }
}

/**
 * @param known the log as the caller read it
 * @returns all given events, even those that the log already had
 */
export async function appendAll(
  em: EntityManager,
  invoiceId: string,
  events: InvoiceEvent[],
  known?: readonly InvoiceEvent[],
): Promise<InvoiceEvent[]> {
  await appendEvents(em, invoiceId, events, known)
  return events
}
