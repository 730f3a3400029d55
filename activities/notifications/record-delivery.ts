import { appendUnderLock } from '../../db/invoices/event-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import { automatic, type Channel, type InvoiceEvent } from '../../domain/invoice/index.ts'
import type { SendResult } from './send-message.ts'

/** A provider that refuses an address for good says that nothing more will reach it. */
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

/** When by the invoice's own clock, and that it was our doing. */
export function eventBase(testClockOffsetMs: number): Pick<InvoiceEvent, 'at' | 'cause'> {
  return { at: Date.now() + testClockOffsetMs, cause: automatic }
}

/** What this records is news unless an earlier try recorded it; the log has it either way. */
export async function appendAll(
  em: EntityManager,
  invoiceId: string,
  events: InvoiceEvent[],
): Promise<InvoiceEvent[]> {
  await appendUnderLock(em, invoiceId, async () => events)
  return events
}
