import { bulkAppend } from '../../db/invoices/bulk-append.ts'
import type { NotificationRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { InvoiceEvent } from '../../domain/invoice/index.ts'
import { failureOf } from '../notifications/send-message.ts'
import { eventBase } from '../notifications/record-delivery.ts'

/**
 * Records in the logs what became of the messages.
 *
 * @returns the invoices whose message failed, also if an earlier try has recorded it: it may not have come to tell them
 */
export async function recordAll(em: EntityManager, all: readonly NotificationRow[]): Promise<string[]> {
  const own = all.filter(({ failure }) => failure !== 'superseded')
  await bulkAppend(
    em,
    own.map((message) => ({ invoiceId: message.invoiceId, event: eventOf(message) })),
  )
  return own.filter(({ status }) => status === 'failed').map(({ invoiceId }) => invoiceId)
}

function eventOf(message: NotificationRow): InvoiceEvent {
  const { id: messageId, status } = message
  const common = { ...eventBase(0), channel: 'email', delivery: 1 } as const
  if (status === 'sent') return { ...common, type: 'sent', key: 'sent:email', messageId }
  const reason = failureOf(message)
  const failed = { ...common, type: 'delivery_failed', key: 'delivery_failed:email', reason } as const
  // Not the address's fault: there was nothing to ask for any more.
  return reason === 'already_paid' || reason === 'voided' ? failed : { ...failed, messageId }
}
