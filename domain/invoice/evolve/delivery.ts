import { type Channel, type InvoiceEvent, isPermanent } from '../events.ts'
import type { DeliveryStatus, InvoiceState, Notice } from '../state.ts'

type DeliveryEvent = Extract<
  InvoiceEvent,
  {
    type:
      | 'sent'
      | 'delivered'
      | 'delivery_delayed'
      | 'delivery_failed'
      | 'viewed'
      | 'receipt_sent'
      | 'receipt_failed'
      | 'refund_notice_sent'
      | 'refund_notice_failed'
      | 'merchant_notified'
      | 'merchant_notification_failed'
  }
>

/** What becomes of messages: to the customer, and to the merchant. */
export function evolveDelivery(state: InvoiceState, event: DeliveryEvent): InvoiceState {
  switch (event.type) {
    case 'sent':
      return withDelivery(state, event.channel, 'sent', event.delivery)
    case 'delivered':
      return isOfInvoice(event) ? withDelivery(state, event.channel, 'delivered', event.delivery) : state
    case 'delivery_delayed':
      return state
    case 'delivery_failed': {
      const failed = isOfInvoice(event) ? withDelivery(state, event.channel, 'failed', event.delivery) : state
      if (event.messageId === undefined) return failed
      const { channel, reason } = event
      // What was sent before the address changed, or the link, says nothing about the present address.
      const isOld = event.delivery !== undefined && event.delivery < state.delivery
      const blocked =
        isPermanent(reason) && !isOld ? { ...failed.blocked, [channel]: reason } : failed.blocked
      return withNotice({ ...failed, blocked }, `delivery_failed:${event.messageId}`, 'delivery_failed')
    }
    case 'viewed':
      return { ...state, viewedAt: state.viewedAt ?? event.at }
    case 'receipt_sent':
      return withReceipt(state, event.paymentId, 'sent')
    case 'receipt_failed':
      return withReceipt(state, event.paymentId, 'failed')
    case 'refund_notice_sent':
      return withNote(state, event.refundId, 'sent')
    case 'refund_notice_failed':
      return withNote(state, event.refundId, 'failed')
    case 'merchant_notified':
      return noticed(state, event.notice, 'sent')
    case 'merchant_notification_failed':
      return noticed(state, event.notice, 'failed')
  }
}

/** Is it about the invoice itself, not about a reminder or a receipt? The first version reported nothing else. */
function isOfInvoice({ messageId, delivery }: { messageId?: string; delivery?: number }): boolean {
  return messageId === undefined || delivery !== undefined
}

/** The merchant is told of it once. */
export function withNotice(state: InvoiceState, id: string, kind: Notice['kind']): InvoiceState {
  if (state.notices.some((notice) => notice.id === id)) return state
  return { ...state, notices: [...state.notices, { id, kind, status: 'owed' }] }
}

function noticed(state: InvoiceState, id: string, now: 'sent' | 'failed'): InvoiceState {
  const notices = state.notices.map((notice) => (notice.id === id ? { ...notice, status: now } : notice))
  return { ...state, notices }
}

const PROGRESS: Record<DeliveryStatus, number> = { pending: 0, sent: 1, delivered: 2, failed: 3 }

/** News of an earlier delivery, to an old address or with an old link, says nothing about the present one. */
function withDelivery(
  state: InvoiceState,
  channel: Channel,
  next: DeliveryStatus,
  delivery = 1,
): InvoiceState {
  const before = state.deliveries[channel]
  if (delivery !== state.delivery || before === undefined || PROGRESS[next] <= PROGRESS[before]) return state
  return { ...state, deliveries: { ...state.deliveries, [channel]: next } }
}

/** Logs of the first version knew one payment and did not name it. */
function withReceipt(
  state: InvoiceState,
  paymentId: string | undefined,
  receipt: 'sent' | 'failed',
): InvoiceState {
  const id = paymentId ?? state.payments[0]?.id
  const payments = state.payments.map((payment) =>
    payment.id === id && payment.receipt !== 'sent' ? { ...payment, receipt } : payment,
  )
  return { ...state, payments }
}

function withNote(state: InvoiceState, refundId: string, note: 'sent' | 'failed'): InvoiceState {
  const refunds = state.refunds.map((refund) => (refund.id === refundId ? { ...refund, note } : refund))
  return { ...state, refunds }
}
