import type { Instant } from '../../shared/calendar.ts'
import type { MinorUnits } from '../../shared/money.ts'
import { netReceived, netExpected } from './balance.ts'
import type { InvoiceEvent } from '../events.ts'
import { isAutoRefunded } from '../money-policies.ts'
import { withNotice } from './delivery.ts'
import type { AttemptStatus, InvoiceState, Payment, PaymentAttempt } from '../state.ts'

type PaymentEvent = Extract<
  InvoiceEvent,
  {
    type:
      | 'payment_started'
      | 'payment_authorizing'
      | 'payment_processing'
      | 'payment_status_unknown'
      | 'payment_failed'
      | 'payment_settled'
      | 'payment_currency_mismatched'
      | 'payment_currency_mismatch_resolved'
      | 'payment_amount_unreadable'
      | 'payment_amount_unreadable_resolved'
      | 'manual_payment_recorded'
      | 'payment_reversed'
      | 'payment_reversal_accepted'
      | 'payment_reinstated'
      | 'manual_payment_removed'
      | 'deposit_paid'
      | 'paid'
      | 'overpayment_recorded'
  }
>

export function evolvePayment(state: InvoiceState, event: PaymentEvent): InvoiceState {
  switch (event.type) {
    case 'payment_started': {
      const { attemptId: id, rail, bankId, at: startedAt, amount, refundable, payout } = event
      const attempt = { id, rail, bankId, amount, startedAt, status: 'started' as const }
      const facts = {
        ...(refundable === false ? { refundable } : {}),
        ...(payout === undefined ? {} : { payout }),
      }
      return { ...state, attempts: [...state.attempts, { ...attempt, ...facts }] }
    }
    case 'payment_authorizing': {
      const { providerPaymentId } = event
      return withAttempt(state, event.attemptId, 'authorizing', { providerPaymentId })
    }
    case 'payment_processing':
      return withAttempt(state, event.attemptId, 'processing')
    case 'payment_status_unknown':
      return withAttempt(state, event.attemptId, 'started', { hasUnknownStatus: true })
    case 'payment_failed':
      return withAttempt(state, event.attemptId, 'failed', { failure: event.reason })
    case 'payment_currency_mismatched':
    case 'payment_amount_unreadable': {
      const { attemptId, type } = event
      const facts = type === 'payment_amount_unreadable' ? { failure: type } : {}
      const next = withAttempt(state, attemptId, 'settled', { mismatch: 'waiting', ...facts })
      return withNotice(next, `${type}:${attemptId}`, type)
    }
    case 'payment_currency_mismatch_resolved':
    case 'payment_amount_unreadable_resolved':
      return withAttempt(state, event.attemptId, 'settled', { mismatch: 'resolved' })
    case 'payment_settled':
      return settled(state, event.attemptId, event.amount, event.at)
    case 'manual_payment_recorded':
      return withPayment(mismatchesResolved(state), {
        id: event.paymentId,
        by: 'manual',
        amount: event.amount,
        at: event.at,
        receipt: event.receipt ? 'pending' : 'none',
      })
    case 'payment_reversed':
      return withNotice(reversed(state, event.attemptId), event.key, event.type)
    case 'payment_reversal_accepted':
    case 'manual_payment_removed':
      return undone(state, event.paymentId)
    case 'payment_reinstated':
      return withNotice(reinstated(state, event.attemptId), event.key, event.type)
    case 'deposit_paid':
      return state
    case 'paid':
      return { ...state, isPaid: true, paidAt: event.at, timesPaid: state.timesPaid + 1 }
    case 'overpayment_recorded':
      return isAutoRefunded(state, event.paymentId)
        ? state
        : withNotice(state, `overpayment:${event.paymentId}`, 'overpayment')
  }
}

function settled(state: InvoiceState, id: string, amount: MinorUnits, at: Instant): InvoiceState {
  if (state.payments.some((payment) => payment.id === id)) return state
  return withAttempt(withPayment(state, { id, by: 'bank', amount, at, receipt: 'none' }), id, 'settled')
}

function withPayment(state: InvoiceState, payment: Omit<Payment, 'allocated' | 'undone'>): InvoiceState {
  return { ...state, payments: [...state.payments, { ...payment, allocated: 0, undone: false }] }
}

function reversed(state: InvoiceState, paymentId: string): InvoiceState {
  return change(state, paymentId, (payment) => {
    const { reversals = 0, reversed: isKnown = false } = payment
    return { ...payment, reversed: true, reversals: isKnown ? reversals : reversals + 1 }
  })
}

function undone(state: InvoiceState, paymentId: string): InvoiceState {
  const without = change(state, paymentId, (payment) => ({ ...payment, undone: true }))
  if (!state.isPaid || netReceived(without) >= netExpected(without)) return without
  const { paidAt: _, ...open } = without
  return { ...open, isPaid: false }
}

function reinstated(state: InvoiceState, paymentId: string): InvoiceState {
  return change(state, paymentId, ({ reversed: _, ...payment }) => ({ ...payment, undone: false }))
}

function mismatchesResolved(state: InvoiceState): InvoiceState {
  const attempts = state.attempts.map((attempt) =>
    attempt.mismatch === 'waiting' ? { ...attempt, mismatch: 'resolved' as const } : attempt,
  )
  return { ...state, attempts }
}

function change(state: InvoiceState, paymentId: string, to: (payment: Payment) => Payment): InvoiceState {
  return {
    ...state,
    payments: state.payments.map((payment) => (payment.id === paymentId ? to(payment) : payment)),
  }
}

const ATTEMPT: Record<AttemptStatus, number> = {
  started: 0,
  authorizing: 1,
  processing: 2,
  failed: 3,
  settled: 4,
}

function withAttempt(
  state: InvoiceState,
  id: string,
  next: AttemptStatus,
  facts: Pick<PaymentAttempt, 'providerPaymentId' | 'hasUnknownStatus' | 'failure' | 'mismatch'> = {},
): InvoiceState {
  const attempts = state.attempts.map((attempt) =>
    attempt.id !== id
      ? attempt
      : { ...attempt, ...facts, status: ATTEMPT[next] > ATTEMPT[attempt.status] ? next : attempt.status },
  )
  return { ...state, attempts }
}
