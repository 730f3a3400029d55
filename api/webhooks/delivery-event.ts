import { appendUnderLock } from '../../db/invoices/event-store.ts'
import { InvoiceRow, NotificationRow, SuppressedAddressRow } from '../../db/entities/index.ts'
import { deliveredEvent, deliveryOf } from '../../db/notifications/record-delivered.ts'
import { byProvider, type DeliveryFailure, isPermanent, PROVIDER_OF } from '../../domain/invoice/index.ts'
import type { ApiDeps } from '../deps.ts'

export interface DeliveryReport {
  /** Our id of the message, as the provider gives it back. */
  messageId: string | undefined
  /** `delayed`: not yet, and the provider goes on trying. */
  result: 'delivered' | 'delayed' | DeliveryFailure
  /** The provider's event, for the timeline. */
  eventId: string
}

/**
 * Brings what happened to a message to its invoice, and says what came of it. That it arrived, or is late, is only
 * noted in the log; that it came back is for the workflow to decide on, and its address gets nothing more.
 *
 * @throws TemporalUnavailableError: nothing happened, do it again later
 */
export async function reportDelivery(
  deps: ApiDeps,
  { messageId, result, eventId }: DeliveryReport,
): Promise<string> {
  const { em, invoices } = deps
  const message = messageId ? await em.fork().findOne(NotificationRow, { id: messageId }) : null
  if (!message || message.kind === 'notice') return 'ignored'
  const { id, channel, invoiceId } = message
  const invoice = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
  const at = Date.now() + invoice.testClockOffsetMs
  const cause = byProvider(PROVIDER_OF[channel], eventId)
  const about = { channel, messageId: id, ...deliveryOf(message) }
  if (result === 'delivered') {
    await appendUnderLock(em, invoiceId, async () => [deliveredEvent(message, eventId, at)])
    return 'noted'
  }
  if (result === 'delayed') {
    const key = `delivery_delayed:${id}`
    await appendUnderLock(em, invoiceId, async () => [
      { type: 'delivery_delayed', key, at, cause, channel, messageId: id },
    ])
    return 'noted'
  }
  if (isPermanent(result)) await suppress(deps, invoice, message, result)
  await invoices.reportDeliveryFailure(invoice, { ...about, reason: result, at, cause })
  return 'signalled'
}

async function suppress(
  { em }: ApiDeps,
  { merchantId, mode }: InvoiceRow,
  { channel, recipient }: NotificationRow,
  reason: DeliveryFailure,
): Promise<void> {
  const key = { merchantId, mode, channel, address: recipient.toLowerCase() }
  await em.fork().upsert(SuppressedAddressRow, { ...key, reason, createdAt: new Date() })
}
