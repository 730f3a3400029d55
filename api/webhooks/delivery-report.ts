import { appendDecided } from '../../db/append-events.ts'
import { InvoiceRow, MessageRow } from '../../db/entities/index.ts'
import type { DeliveryFailure } from '../../domain/invoice/index.ts'
import type { ApiDeps } from '../deps.ts'

export interface DeliveryReport {
  /** Our id of the message, as the provider gives it back. */
  messageId: string | undefined
  result: 'delivered' | DeliveryFailure
  /** The provider's event, for the timeline. */
  eventId: string
}

/**
 * Brings what happened to a message to its invoice, and says what came of it. That it arrived is only noted in the
 * log; that it did not is for the workflow to decide on.
 *
 * @throws TemporalUnavailableError: nothing happened, do it again later
 */
export async function reportDelivery(
  deps: ApiDeps,
  { messageId, result, eventId }: DeliveryReport,
): Promise<string> {
  const { em, referee } = deps
  const message = messageId ? await em.fork().findOne(MessageRow, { id: messageId, kind: 'invoice' }) : null
  if (!message) return 'ignored'
  const { channel, invoiceId } = message
  const at = Date.now()
  const cause = { by: 'message_provider', eventId } as const
  if (result === 'delivered') {
    await appendDecided(em, invoiceId, async () => [
      { type: 'delivered', key: `delivered:${channel}`, at, cause, channel },
    ])
    return 'noted'
  }
  const invoice = await em.fork().findOneOrFail(InvoiceRow, { id: invoiceId })
  await referee.reportDeliveryFailure(invoice, { channel, reason: result, at, cause })
  return 'signalled'
}
