import type { MinorUnits } from '../../domain/shared/money.ts'
import { NotificationRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { InvoiceEvent } from '../../domain/invoice/index.ts'
import type { NoticeFacts } from '../../integrations/email/templates/index.ts'

export async function findNotice(
  em: EntityManager,
  events: readonly InvoiceEvent[],
  noticeId: string,
): Promise<NoticeFacts> {
  for (const event of events) {
    const facts = await factsOf(em, events, event, noticeId)
    if (facts) return facts
  }
  throw new RangeError(`no event caused the notice ${noticeId}`)
}

async function factsOf(
  em: EntityManager,
  events: readonly InvoiceEvent[],
  event: InvoiceEvent,
  noticeId: string,
): Promise<NoticeFacts | undefined> {
  if (event.type === 'delivery_failed' && noticeId === `delivery_failed:${event.messageId}`) {
    const notification = await em.findOne(NotificationRow, { id: event.messageId ?? '' })
    return {
      kind: 'delivery_failed',
      address: notification?.recipient || 'the customer',
      reason: event.reason,
    }
  }
  if (event.type === 'link_requested' && noticeId === `link_requested:${event.linkId}`) {
    return { kind: 'link_requested' }
  }
  if (event.type === 'overpayment_recorded' && noticeId === `overpayment:${event.paymentId}`) {
    const isRefundableByBank = events.some(
      (other) =>
        other.type === 'payment_started' && other.attemptId === event.paymentId && other.refundable !== false,
    )
    return { kind: 'overpayment', amount: event.amount, isRefundableByBank }
  }
  if (event.type === 'refund_failed' && noticeId === event.key) {
    return { kind: event.type, amount: refundAmount(events, event.refundId), reason: event.reason }
  }
  if (event.type === 'refund_executed' && noticeId === event.key) {
    return { kind: event.type, amount: refundAmount(events, event.refundId) }
  }
  if (event.type === 'payment_reversed' && noticeId === event.key) {
    return { kind: event.type, amount: settledAmount(events, event.attemptId), reason: event.reason }
  }
  if (event.type === 'payment_reinstated' && noticeId === event.key) {
    return { kind: event.type, amount: settledAmount(events, event.attemptId) }
  }
  if (event.type === 'payment_currency_mismatched' && noticeId === `${event.type}:${event.attemptId}`) {
    return { kind: event.type, amount: event.amount, currency: event.currency }
  }
  if (event.type === 'payment_amount_unreadable' && noticeId === `${event.type}:${event.attemptId}`) {
    return { kind: event.type, reported: event.reported }
  }
  return undefined
}

function refundAmount(events: readonly InvoiceEvent[], refundId: string): MinorUnits {
  const requested = events.find((event) => event.type === 'refund_requested' && event.refundId === refundId)
  return requested?.type === 'refund_requested' ? requested.amount : 0
}

function settledAmount(events: readonly InvoiceEvent[], attemptId: string): MinorUnits {
  const settled = events.find((event) => event.type === 'payment_settled' && event.attemptId === attemptId)
  return settled?.type === 'payment_settled' ? settled.amount : 0
}
