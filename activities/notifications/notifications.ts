import { loadEvents } from '../../db/invoices/event-store.ts'
import { type Channel, fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import { deliver, type DeliverDeps } from './send-message.ts'
import { loadNotice } from './merchant-notices.ts'
import { blocking, record, stamp } from './record-delivery.ts'
import { sendReminder } from './send-reminder.ts'
import type { MessageActivities } from '../invoices/types.ts'

/** Messages to the customer and the merchant. Each is sent once and records in the log what became of it. */
export function createMessageActivities(deps: DeliverDeps): MessageActivities {
  const { em } = deps
  return {
    sendInvoice: ({ invoiceId, delivery, clockMs }) =>
      sendInvoice(deps, invoiceId, 'email', delivery, clockMs),
    sendInvoiceText: ({ invoiceId, delivery, clockMs }) =>
      sendInvoice(deps, invoiceId, 'sms', delivery, clockMs),

    async sendReceipt({ invoiceId, paymentId, clockMs = 0 }) {
      const { payments } = fold(await loadEvents(em.fork(), invoiceId))
      const index = paymentId ? payments.findIndex(({ id }) => id === paymentId) : 0
      const id = payments[index]?.id
      // Taken back before its receipt went out: there is nothing to be thankful for any more.
      if (payments[index]?.undone) return []
      // The first version knew one receipt only, and did not name its payment.
      const subject = index <= 0 || !id ? '' : id
      const post = { invoiceId, kind: 'receipt', channel: 'email', subject, matter: {} } as const
      const sent = await deliver(deps, id ? { ...post, paymentId: id } : post)
      const common = { ...stamp(clockMs), channel: 'email' as const, ...(id ? { paymentId: id } : {}) }
      const { messageId } = sent
      const end = `email:${id}`
      return record(em, invoiceId, [
        sent.outcome === 'accepted'
          ? { ...common, type: 'receipt_sent', key: `receipt_sent:${end}`, messageId }
          : { ...common, type: 'receipt_failed', key: `receipt_failed:${end}`, reason: sent.reason },
        ...blocking(sent, 'email', clockMs),
      ])
    },

    sendReminder: (input) => sendReminder(deps, input),

    async sendRefundNote({ invoiceId, refundId, clockMs = 0 }) {
      const { refunds } = fold(await loadEvents(em.fork(), invoiceId))
      const refund = refunds.find(({ id }) => id === refundId)
      const channel = 'email'
      const amount = BigInt(refund?.amount ?? 0)
      const matter = { refund: { amount, ...(refund?.outside ? { method: refund.outside.method } : {}) } }
      const sent = await deliver(deps, { invoiceId, kind: 'refund_note', channel, subject: refundId, matter })
      const common = { ...stamp(clockMs), channel, refundId } as const
      const { messageId } = sent
      return record(em, invoiceId, [
        sent.outcome === 'accepted'
          ? { ...common, type: 'refund_note_sent', key: `refund_note_sent:${refundId}`, messageId }
          : {
              ...common,
              type: 'refund_note_failed',
              key: `refund_note_failed:${refundId}`,
              reason: sent.reason,
            },
        ...blocking(sent, channel, clockMs),
      ])
    },

    async sendNotice({ invoiceId, noticeId, clockMs = 0 }) {
      const matter = { notice: await loadNotice(em, invoiceId, noticeId) }
      const post = { invoiceId, kind: 'notice', channel: 'email', subject: noticeId, matter } as const
      const sent = await deliver(deps, post)
      const common = { ...stamp(clockMs), notice: noticeId }
      const { messageId } = sent
      return record(em, invoiceId, [
        sent.outcome === 'accepted'
          ? { ...common, type: 'merchant_notified', key: `notified:${noticeId}`, messageId }
          : {
              ...common,
              type: 'merchant_not_notified',
              key: `not_notified:${noticeId}`,
              reason: sent.reason,
            },
      ])
    },
  }
}

async function sendInvoice(
  deps: DeliverDeps,
  invoiceId: string,
  channel: Channel,
  delivery = 1,
  clockMs = 0,
): Promise<InvoiceEvent[]> {
  const subject = delivery === 1 ? '' : String(delivery)
  const sent = await deliver(deps, { invoiceId, kind: 'invoice', channel, subject, matter: {} })
  const end = delivery === 1 ? channel : `${channel}:${delivery}`
  const common = { ...stamp(clockMs), channel, delivery }
  if (sent.outcome === 'accepted') {
    const { messageId, parts } = sent
    const event = {
      ...common,
      type: 'sent',
      key: `sent:${end}`,
      messageId,
      ...(parts ? { parts } : {}),
    } as const
    return record(deps.em, invoiceId, [event])
  }
  const { messageId, reason } = sent
  // Not the address's fault: there was nothing to ask for any more.
  const unwanted = reason === 'already_paid' || reason === 'voided'
  const failed = { ...common, type: 'delivery_failed', key: `delivery_failed:${end}`, reason } as const
  return record(deps.em, invoiceId, [unwanted ? failed : { ...failed, messageId }])
}
