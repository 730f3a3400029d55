import { bulkAppend } from '../../db/invoices/bulk-append.ts'
import type { NotificationRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { InvoiceEvent } from '../../domain/invoice/index.ts'
import { eventBase } from '../notifications/record-delivery.ts'
import { failureOf } from '../notifications/send-message.ts'

/**
 * Records the outcomes of the first invoice e-mails in the invoices' logs.
 *
 * @returns all invoices whose e-mail failed; an earlier attempt may have recorded some of them
 */
export async function recordBatchDelivery(
  em: EntityManager,
  notifications: readonly NotificationRow[],
): Promise<string[]> {
  const recorded = notifications.flatMap((notification) => {
    const { invoiceId, failure, status } = notification
    return invoiceId && failure !== 'superseded' ? [{ invoiceId, status, event: eventOf(notification) }] : []
  })
  await bulkAppend(em, recorded)
  return recorded.filter(({ status }) => status === 'failed').map(({ invoiceId }) => invoiceId)
}

function eventOf(notification: NotificationRow): InvoiceEvent {
  const { id: messageId, status } = notification
  const common = { ...eventBase(0), channel: 'email', delivery: 1 } as const
  if (status === 'sent') return { ...common, type: 'sent', key: 'sent:email', messageId }
  const reason = failureOf(notification)
  const failed = { ...common, type: 'delivery_failed', key: 'delivery_failed:email', reason } as const
  // Without a messageId the merchant gets no notice about a failed address.
  return reason === 'already_paid' || reason === 'voided' ? failed : { ...failed, messageId }
}
