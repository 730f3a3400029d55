import type { InvoiceEvent } from '../events.ts'
import type { DeliveryStatus, InvoiceState } from '../state.ts'
import { isEarlierSending, resendMissed, withMissed } from './missed.ts'
import { type Channel, CHANNELS, isPermanent, type NoticeKind, type UnneededReason } from '../types.ts'

type DeliveryEvent = Extract<
  InvoiceEvent,
  {
    type:
      | 'sent'
      | 'delivered'
      | 'delivery_delayed'
      | 'delivery_not_needed'
      | 'delivery_failed'
      | 'address_reopened'
      | 'viewed'
      | 'receipt_sent'
      | 'receipt_failed'
      | 'refund_notice_sent'
      | 'refund_notice_failed'
      | 'merchant_notified'
      | 'merchant_notification_failed'
  }
>

export function evolveDelivery(state: InvoiceState, event: DeliveryEvent): InvoiceState {
  switch (event.type) {
    case 'sent':
      return withDelivery(withSentOn(state, event.channel), event.channel, 'sent', event.delivery)
    case 'delivered':
      return withDelivery(state, event.channel, 'delivered', event.delivery)
    case 'delivery_delayed':
      return state
    case 'delivery_not_needed':
      return withDelivery(state, event.channel, unsentStatus(event.reason), event.delivery)
    case 'delivery_failed':
      return deliveryFailed(state, event)
    case 'address_reopened': {
      const { [event.channel]: _, ...blocked } = state.blocked
      return resendMissed({ ...state, blocked }, [event.channel])
    }
    case 'viewed':
      return { ...state, viewedAt: state.viewedAt ?? event.at }
    case 'receipt_sent':
      return withReceipt(withMissed(state, event), event.paymentId, 'sent')
    case 'receipt_failed':
      if (isEarlierSending(state, event)) return state
      return withReceipt(withMissed(state, event), event.paymentId, 'failed')
    case 'refund_notice_sent':
      return withRefundNotice(withMissed(state, event), event.refundId, 'sent')
    case 'refund_notice_failed':
      if (isEarlierSending(state, event)) return state
      return withRefundNotice(withMissed(state, event), event.refundId, 'failed')
    case 'merchant_notified':
      return withNoticeStatus(state, event.notice, 'sent')
    case 'merchant_notification_failed':
      return withNoticeStatus(state, event.notice, 'failed')
  }
}

type DeliveryFailed = Extract<DeliveryEvent, { type: 'delivery_failed' }>

function deliveryFailed(state: InvoiceState, event: DeliveryFailed): InvoiceState {
  const { channel, reason, delivery, messageId } = event
  const failed = withDelivery(state, channel, 'failed', delivery)
  // A failure of an earlier delivery does not block the present address, which can differ.
  const isOld = delivery !== undefined && delivery < state.delivery
  const blocked = isPermanent(reason) && !isOld ? { ...failed.blocked, [channel]: reason } : failed.blocked
  return withNotice({ ...failed, blocked }, `delivery_failed:${messageId}`, 'delivery_failed')
}

export function withNotice(state: InvoiceState, id: string, kind: NoticeKind): InvoiceState {
  if (state.notices.some((notice) => notice.id === id)) return state
  return { ...state, notices: [...state.notices, { id, kind, status: 'pending' }] }
}

function withNoticeStatus(state: InvoiceState, id: string, status: 'sent' | 'failed'): InvoiceState {
  const notices = state.notices.map((notice) => (notice.id === id ? { ...notice, status } : notice))
  return { ...state, notices }
}

function withSentOn(state: InvoiceState, channel: Channel): InvoiceState {
  return { ...state, sentOn: CHANNELS.filter((one) => one === channel || state.sentOn.includes(one)) }
}

function unsentStatus(reason: UnneededReason): DeliveryStatus {
  return reason === 'not_sent_in_test_mode' ? reason : 'not_needed'
}

const PROGRESS: Record<DeliveryStatus, number> = {
  pending: 0,
  not_needed: 1,
  not_sent_in_test_mode: 1,
  sent: 2,
  delivered: 3,
  failed: 4,
}

/** The status of a delivery never moves back, because reports can arrive in any order. */
function withDelivery(
  state: InvoiceState,
  channel: Channel,
  next: DeliveryStatus,
  delivery: number | undefined,
): InvoiceState {
  const before = state.deliveries[channel]
  if (delivery !== state.delivery || before === undefined || PROGRESS[next] <= PROGRESS[before]) return state
  return { ...state, deliveries: { ...state.deliveries, [channel]: next } }
}

function withReceipt(state: InvoiceState, paymentId: string, receipt: 'sent' | 'failed'): InvoiceState {
  const payments = state.payments.map((payment) =>
    payment.id === paymentId && payment.receipt !== 'sent' ? { ...payment, receipt } : payment,
  )
  return { ...state, payments }
}

function withRefundNotice(state: InvoiceState, refundId: string, notice: 'sent' | 'failed'): InvoiceState {
  const refunds = state.refunds.map((refund) => (refund.id === refundId ? { ...refund, notice } : refund))
  return { ...state, refunds }
}
