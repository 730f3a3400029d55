import { bulkAppend } from '../../db/invoices/bulk-append.ts'
import type { Notification } from '../../db/notifications/notification-store.ts'
import type { EntityManager } from '../../db/orm.ts'
import { invoiceSentEvent } from '../notifications/record-delivery.ts'
import { resultOf } from '../notifications/send-message.ts'

export async function recordBatchDelivery(
  em: EntityManager,
  notifications: readonly Notification[],
): Promise<string[]> {
  const recorded = notifications.flatMap((notification) => {
    const { invoiceId, status } = notification
    const sent = resultOf(notification)
    return invoiceId && sent.outcome !== 'superseded'
      ? [{ invoiceId, status, event: invoiceSentEvent(sent, 'email', 1, 0) }]
      : []
  })
  await bulkAppend(em, recorded)
  return recorded.filter(({ status }) => status === 'failed').map(({ invoiceId }) => invoiceId)
}
