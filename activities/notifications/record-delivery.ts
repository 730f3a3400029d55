import { appendEvents } from '../../db/invoices/event-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import { automatic, type Channel, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { SendResult, UnneededMessage } from './send-message.ts'

export function invoiceSentEvent(
  sent: SendResult | UnneededMessage,
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
  if (sent.outcome === 'not_needed') {
    return {
      ...common,
      type: 'delivery_not_needed',
      key: `delivery_not_needed:${keyEnd}`,
      reason: sent.reason,
    }
  }
  const { reason } = sent
  return { ...common, type: 'delivery_failed', key: `delivery_failed:${keyEnd}`, reason, messageId }
}

export function suppressionEvents(
  sent: SendResult | UnneededMessage,
  channel: Channel,
  testClockOffsetMs: number,
): InvoiceEvent[] {
  if (sent.outcome !== 'refused' || sent.reason === 'not_sent_in_test_mode') return []
  const { messageId, reason } = sent
  const key = `delivery_failed:${messageId}`
  return [{ ...eventBase(testClockOffsetMs), type: 'delivery_failed', key, channel, messageId, reason }]
}

export function eventBase(testClockOffsetMs: number): Pick<InvoiceEvent, 'at' | 'cause'> {
  return { at: Date.now() + testClockOffsetMs, cause: automatic }
}

export async function appendAll(
  em: EntityManager,
  invoiceId: string,
  events: InvoiceEvent[],
  knownEvents?: readonly InvoiceEvent[],
): Promise<InvoiceEvent[]> {
  await appendEvents(em, invoiceId, events, knownEvents)
  return events
}
