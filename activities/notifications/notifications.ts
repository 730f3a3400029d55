import { loadEvents } from '../../db/invoices/event-store.ts'
import { type Channel, fold, type InvoiceEvent } from '../../domain/invoice/index.ts'
import { deliver, type DeliverDeps } from './send-message.ts'
import { loadNotice } from './merchant-notices.ts'
import { suppressionEvents, appendAll, eventBase } from './record-delivery.ts'
import { sendReminder } from './send-reminder.ts'
import type { MessageActivities } from '../invoices/types.ts'

/** Messages to the customer and the merchant. Each is sent once and records in the log what became of it. */
export function createMessageActivities(deps: DeliverDeps): MessageActivities {
  const { em } = deps
  return {
    sendInvoice: ({ invoiceId, delivery, testClockOffsetMs }) =>
      sendInvoice(deps, invoiceId, 'email', delivery, testClockOffsetMs),
    sendInvoiceText: ({ invoiceId, delivery, testClockOffsetMs }) =>
      sendInvoice(deps, invoiceId, 'sms', delivery, testClockOffsetMs),

    async sendReceipt({ invoiceId, paymentId, testClockOffsetMs = 0 }) {
      const { payments } = fold(await loadEvents(em.fork(), invoiceId))
      const index = payments.findIndex(({ id }) => id === paymentId)
      // Taken back before its receipt went out: there is nothing to be thankful for any more.
      if (payments[index]?.undone) return []
      const discriminator = index <= 0 ? '' : paymentId
      const post = { invoiceId, kind: 'receipt', channel: 'email', discriminator, matter: {} } as const
      const sent = await deliver(deps, { ...post, paymentId })
      const common = { ...eventBase(testClockOffsetMs), channel: 'email' as const, paymentId }
      const { messageId } = sent
      const end = `email:${paymentId}`
      return appendAll(em, invoiceId, [
        sent.outcome === 'accepted'
          ? { ...common, type: 'receipt_sent', key: `receipt_sent:${end}`, messageId }
          : { ...common, type: 'receipt_failed', key: `receipt_failed:${end}`, reason: sent.reason },
        ...suppressionEvents(sent, 'email', testClockOffsetMs),
      ])
    },

    sendReminder: (input) => sendReminder(deps, input),

    async sendRefundNote({ invoiceId, refundId, testClockOffsetMs = 0 }) {
      const { refunds } = fold(await loadEvents(em.fork(), invoiceId))
      const refund = refunds.find(({ id }) => id === refundId)
      const channel = 'email'
      const amount = BigInt(refund?.amount ?? 0)
      const matter = { refund: { amount, ...(refund?.manual ? { method: refund.manual.method } : {}) } }
      const sent = await deliver(deps, {
        invoiceId,
        kind: 'refund_notice',
        channel,
        discriminator: refundId,
        matter,
      })
      const common = { ...eventBase(testClockOffsetMs), channel, refundId } as const
      const { messageId } = sent
      return appendAll(em, invoiceId, [
        sent.outcome === 'accepted'
          ? { ...common, type: 'refund_notice_sent', key: `refund_notice_sent:${refundId}`, messageId }
          : {
              ...common,
              type: 'refund_notice_failed',
              key: `refund_notice_failed:${refundId}`,
              reason: sent.reason,
            },
        ...suppressionEvents(sent, channel, testClockOffsetMs),
      ])
    },

    async sendNotice({ invoiceId, noticeId, testClockOffsetMs = 0 }) {
      const matter = { notice: await loadNotice(em, invoiceId, noticeId) }
      const post = { invoiceId, kind: 'notice', channel: 'email', discriminator: noticeId, matter } as const
      const sent = await deliver(deps, post)
      const common = { ...eventBase(testClockOffsetMs), notice: noticeId }
      const { messageId } = sent
      return appendAll(em, invoiceId, [
        sent.outcome === 'accepted'
          ? { ...common, type: 'merchant_notified', key: `notified:${noticeId}`, messageId }
          : {
              ...common,
              type: 'merchant_notification_failed',
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
  testClockOffsetMs = 0,
): Promise<InvoiceEvent[]> {
  const discriminator = delivery === 1 ? '' : String(delivery)
  const sent = await deliver(deps, { invoiceId, kind: 'invoice', channel, discriminator, matter: {} })
  const end = delivery === 1 ? channel : `${channel}:${delivery}`
  const common = { ...eventBase(testClockOffsetMs), channel, delivery }
  if (sent.outcome === 'accepted') {
    const { messageId, parts } = sent
    const event = {
      ...common,
      type: 'sent',
      key: `sent:${end}`,
      messageId,
      ...(parts ? { parts } : {}),
    } as const
    return appendAll(deps.em, invoiceId, [event])
  }
  const { messageId, reason } = sent
  // Not the address's fault: there was nothing to ask for any more.
  const unwanted = reason === 'already_paid' || reason === 'voided'
  const failed = { ...common, type: 'delivery_failed', key: `delivery_failed:${end}`, reason } as const
  return appendAll(deps.em, invoiceId, [unwanted ? failed : { ...failed, messageId }])
}
