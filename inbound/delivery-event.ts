import { appendEvents } from '../db/invoices/event-store.ts'
import { InvoiceRow, NotificationRow } from '../db/entities/index.ts'
import { deliveredEvent, deliveryOf } from '../db/notifications/record-delivered.ts'
import { suppressAddress } from '../db/notifications/suppressed-addresses.ts'
import { byProvider, type DeliveryFailure, isPermanent, PROVIDER_OF } from '../domain/invoice/index.ts'
import type { Mode } from '../domain/shared/mode.ts'
import type { InboundOutcome, InboundDeps } from './deps.ts'

export interface DeliveryReport {
  messageId: string | undefined
  result: 'delivered' | 'delayed' | DeliveryFailure
  hasArrived?: true
  eventId: string
}

/** @throws TemporalUnavailableError */
export async function reportDelivery(
  { em, invoices }: Pick<InboundDeps, 'em' | 'invoices'>,
  mode: Mode,
  { messageId, result, hasArrived, eventId }: DeliveryReport,
): Promise<InboundOutcome> {
  const message = messageId ? await em.findOne(NotificationRow, { id: messageId }) : null
  if (!message?.invoiceId || message.kind === 'notice') return 'ignored'
  const { id, channel, invoiceId } = message
  const invoice = await em.findOneOrFail(InvoiceRow, { id: invoiceId }, { disableIdentityMap: true })
  if (invoice.mode !== mode) return 'ignored'
  const at = Date.now() + invoice.testClockOffsetMs
  const cause = byProvider(PROVIDER_OF[channel], eventId)
  const isLost = result !== 'delivered' && result !== 'delayed' && isPermanent(result)
  const isSuppressed = isLost && message.recipient !== ''
  if (isSuppressed) {
    const { merchantId } = invoice
    await suppressAddress(em, { merchantId, mode, channel, address: message.recipient }, result)
  }
  if (message.copy > 0) return isSuppressed ? 'noted' : 'ignored'
  if (result === 'delivered') {
    await appendEvents(em, invoiceId, [deliveredEvent(message, eventId, at)])
    return 'noted'
  }
  if (result === 'delayed') {
    const key = `delivery_delayed:${id}`
    await appendEvents(em, invoiceId, [{ type: 'delivery_delayed', key, at, cause, channel, messageId: id }])
    return 'noted'
  }
  const delivery = hasArrived ? {} : deliveryOf(message)
  const report = { channel, messageId: id, ...delivery, reason: result, at, cause }
  await invoices.reportDeliveryFailure(invoice, report)
  return 'signalled'
}
