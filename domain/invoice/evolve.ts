import type { Channel, InvoiceEvent } from './events.ts'
import { type AttemptState, type DeliveryState, DRAFT, type InvoiceState, liveAttempt } from './state.ts'
import { isPayable } from './status.ts'

/**
 * Applies one recorded event. Facts only move forward: an event that comes late or twice changes nothing that a
 * later fact has settled. So events recorded side by side (a delivery report while a payment settles) give the
 * same state in either order.
 */
export function evolve(state: InvoiceState, event: InvoiceEvent): InvoiceState {
  switch (event.type) {
    case 'issued':
      return {
        ...state,
        status: state.status === 'draft' ? 'sent' : state.status,
        number: event.number,
        currency: event.currency,
        amountDue: event.amountDue,
        overdueAt: event.overdueAt,
        link: { id: event.linkId, state: 'active', expiresAt: event.linkExpiresAt },
        deliveries: Object.fromEntries(event.channels.map((channel) => [channel, 'pending'])),
      }
    case 'sent':
      return withDelivery(state, event.channel, 'sent')
    case 'delivered':
      return withDelivery(state, event.channel, 'delivered')
    case 'delivery_failed':
      return withDelivery(state, event.channel, 'failed')
    case 'viewed':
      return {
        ...state,
        viewedAt: state.viewedAt ?? event.at,
        status: state.status === 'sent' ? 'viewed' : state.status,
      }
    case 'payment_started':
      return withLinkLock({
        ...state,
        attempts: [
          ...state.attempts,
          {
            id: event.attemptId,
            rail: event.rail,
            bankId: event.bankId,
            state: 'started',
            startedAt: event.at,
          },
        ],
      })
    case 'payment_authorizing':
      return withAttempt(state, event.attemptId, 'authorizing', {
        providerPaymentId: event.providerPaymentId,
      })
    case 'payment_processing':
      return withAttempt(state, event.attemptId, 'processing', {})
    case 'payment_failed':
      return withAttempt(state, event.attemptId, 'failed', { failure: event.reason })
    case 'paid':
      return withAttempt(
        {
          ...state,
          status: 'paid',
          amountPaid: event.amount,
          amountDue: '0',
          paidAt: event.at,
        },
        event.attemptId,
        'settled',
        {},
      )
    case 'payment_mismatched':
    case 'paid_again':
      return withAttempt(
        {
          ...state,
          amountPaid: event.type === 'paid_again' ? sum(state.amountPaid, event.amount) : state.amountPaid,
        },
        event.attemptId,
        'settled',
        {},
      )
    case 'overdue':
      return {
        ...state,
        status: state.status === 'sent' || state.status === 'viewed' ? 'overdue' : state.status,
      }
    case 'link_expired':
      return state.link?.state === 'active' ? { ...state, link: { ...state.link, state: 'expired' } } : state
    case 'receipt_sent':
      return { ...state, receipt: 'sent' }
    case 'receipt_failed':
      return state.receipt === 'none' ? { ...state, receipt: 'failed' } : state
  }
}

/** The state a whole log adds up to. */
export function fold(events: readonly InvoiceEvent[], from: InvoiceState = DRAFT): InvoiceState {
  return events.reduce(evolve, from)
}

const PROGRESS: Record<AttemptState, number> = {
  started: 0,
  authorizing: 1,
  processing: 2,
  failed: 3,
  settled: 4,
}

function withAttempt(
  state: InvoiceState,
  id: string,
  next: AttemptState,
  facts: { providerPaymentId?: string; failure?: string },
): InvoiceState {
  const attempts = state.attempts.map((attempt) =>
    attempt.id !== id
      ? attempt
      : { ...attempt, ...facts, state: PROGRESS[next] > PROGRESS[attempt.state] ? next : attempt.state },
  )
  return withLinkLock({ ...state, attempts })
}

const DELIVERY_PROGRESS: Record<DeliveryState, number> = { pending: 0, sent: 1, delivered: 2, failed: 3 }

function withDelivery(state: InvoiceState, channel: Channel, next: DeliveryState): InvoiceState {
  const before = state.deliveries[channel] ?? 'pending'
  if (DELIVERY_PROGRESS[next] <= DELIVERY_PROGRESS[before]) return state
  return { ...state, deliveries: { ...state.deliveries, [channel]: next } }
}

/** The link follows from the rest: used once paid, locked while an attempt is live, else as it was. */
function withLinkLock(state: InvoiceState): InvoiceState {
  const { link } = state
  if (!link) return state
  if (state.status === 'paid') return { ...state, link: { ...link, state: 'used' } }
  if (link.state !== 'active' && link.state !== 'locked') return state
  const locked = isPayable(state.status) && liveAttempt(state) !== undefined
  return { ...state, link: { ...link, state: locked ? 'locked' : 'active' } }
}

function sum(a: InvoiceState['amountPaid'], b: InvoiceState['amountPaid']): InvoiceState['amountPaid'] {
  return `${BigInt(a) + BigInt(b)}`
}
