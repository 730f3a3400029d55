import { appendNews } from '../../db/invoices/bulk-append.ts'
import type { MessageRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { InvoiceEvent } from '../../domain/invoice/index.ts'
import { failureOf } from '../notifications/send-message.ts'
import { stamp } from '../notifications/record-delivery.ts'

/**
 * Records in the logs what became of the messages.
 *
 * @returns the invoices whose message failed, also if an earlier try has recorded it: it may not have come to tell them
 */
export async function recordAll(em: EntityManager, all: readonly MessageRow[]): Promise<string[]> {
  const own = all.filter(({ failure }) => failure !== 'superseded')
  await appendNews(
    em,
    own.map((message) => ({ invoiceId: message.invoiceId, event: eventOf(message) })),
  )
  return own.filter(({ state }) => state === 'failed').map(({ invoiceId }) => invoiceId)
}

function eventOf(message: MessageRow): InvoiceEvent {
  const { id: messageId, state } = message
  const common = { ...stamp(0), channel: 'email', delivery: 1 } as const
  if (state === 'sent') return { ...common, type: 'sent', key: 'sent:email', messageId }
  const reason = failureOf(message)
  const failed = { ...common, type: 'delivery_failed', key: 'delivery_failed:email', reason } as const
  // Not the address's fault: there was nothing to ask for any more.
  return reason === 'already_paid' || reason === 'voided' ? failed : { ...failed, messageId }
}
