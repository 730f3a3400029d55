import type { Instant } from '../calendar.ts'
import type { MinorUnits } from '../money.ts'
import { held, min, text, wanted } from './balance.ts'
import type { InvoiceEvent } from './events.ts'
import { withNotice } from './evolve-delivery.ts'
import type { AttemptState, InvoiceState, Payment, Refund } from './state.ts'

type PaymentEvent = Extract<
  InvoiceEvent,
  {
    type:
      | 'payment_started'
      | 'payment_authorizing'
      | 'payment_processing'
      | 'payment_failed'
      | 'payment_settled'
      | 'payment_mismatched'
      | 'outside_payment_recorded'
      | 'outside_payment_undone'
      | 'deposit_paid'
      | 'paid'
      | 'paid_again'
      | 'surplus_recorded'
      | 'refund_requested'
      | 'refund_submitted'
      | 'refund_executed'
      | 'refund_failed'
  }
>

/** Money that comes and goes. */
export function evolvePayment(state: InvoiceState, event: PaymentEvent): InvoiceState {
  switch (event.type) {
    case 'payment_started': {
      const { attemptId: id, rail, bankId, at: startedAt, amount, refundable } = event
      const attempt = { id, rail, bankId, startedAt, state: 'started' as const }
      const facts = { ...(amount ? { amount } : {}), ...(refundable === false ? { refundable } : {}) }
      return { ...state, attempts: [...state.attempts, { ...attempt, ...facts }] }
    }
    case 'payment_authorizing': {
      const { providerPaymentId } = event
      return withAttempt(state, event.attemptId, 'authorizing', { providerPaymentId })
    }
    case 'payment_processing':
      return withAttempt(state, event.attemptId, 'processing')
    case 'payment_failed':
      return withAttempt(state, event.attemptId, 'failed', { failure: event.reason })
    case 'payment_mismatched':
      return withAttempt(state, event.attemptId, 'settled')
    case 'payment_settled':
    case 'paid_again':
      return settled(state, event.attemptId, event.amount, event.at)
    case 'outside_payment_recorded':
      return withPayment(state, {
        id: event.paymentId,
        by: 'outside',
        amount: event.amount,
        at: event.at,
        receipt: event.receipt ? 'owed' : 'none',
      })
    case 'outside_payment_undone':
      return undone(state, event.paymentId)
    case 'deposit_paid':
      return state
    case 'paid': {
      // In logs of the first version the money and what it means are one event.
      const before = event.attemptId ? settled(state, event.attemptId, event.amount, event.at) : state
      return { ...before, isPaid: true, paidAt: event.at, timesPaid: before.timesPaid + 1 }
    }
    case 'surplus_recorded':
      return isSentBackByRule(state, event.paymentId)
        ? state
        : withNotice(state, `surplus:${event.paymentId}`, 'surplus')
    case 'refund_requested': {
      const { refundId: id, attemptId, amount, reason, at: requestedAt } = event
      const ofSurplus = text(min(BigInt(amount), BigInt(state.surplus)))
      const taken = { amount, ofSurplus, isConceded: state.isPaid }
      const refund: Refund = {
        id,
        attemptId,
        ...taken,
        reason,
        requestedAt,
        state: 'requested',
        note: 'none',
      }
      return { ...state, refunds: [...state.refunds, refund] }
    }
    case 'refund_submitted':
      return withRefund(state, event.refundId, 'submitted', { providerRefundId: event.providerRefundId })
    case 'refund_executed':
      return withRefund(state, event.refundId, 'executed', { note: 'owed' })
    case 'refund_failed':
      return withNotice(
        withRefund(withFreedSurplus(state, event.refundId), event.refundId, 'failed', {
          failure: event.reason,
        }),
        `refund_failed:${event.refundId}`,
        'refund_failed',
      )
  }
}

/** Will the surplus of this payment go back without anyone's asking? Only what a rail brought can. */
export function isSentBackByRule(
  { rules, voidedAt, payments, attempts }: InvoiceState,
  paymentId: string,
): boolean {
  const payment = payments.find(({ id }) => id === paymentId)
  const attempt = attempts.find(({ id }) => id === paymentId)
  if (payment?.by !== 'bank' || attempt?.refundable === false) return false
  return voidedAt === undefined ? rules.surplus === 'refund' : rules.latePayment === 'refund'
}

function settled(state: InvoiceState, id: string, amount: MinorUnits, at: Instant): InvoiceState {
  if (state.payments.some((payment) => payment.id === id)) return state
  return withAttempt(withPayment(state, { id, by: 'bank', amount, at, receipt: 'none' }), id, 'settled')
}

/** `balance` says how much of it pays the invoice; what comes beyond that is surplus, and gets no receipt. */
function withPayment(state: InvoiceState, payment: Omit<Payment, 'applied' | 'undone'>): InvoiceState {
  return { ...state, payments: [...state.payments, { ...payment, applied: '0', undone: false }] }
}

/** An invoice that was paid with it is open again; one that has enough without it stays paid. */
function undone(state: InvoiceState, paymentId: string): InvoiceState {
  const payments = state.payments.map((payment) =>
    payment.id === paymentId ? { ...payment, undone: true } : payment,
  )
  const without = { ...state, payments }
  if (!state.isPaid || held(without) >= wanted(without)) return without
  const { paidAt: _, ...open } = without
  return { ...open, isPaid: false }
}

const ATTEMPT: Record<AttemptState, number> = {
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
  facts: { providerPaymentId?: string; failure?: string } = {},
): InvoiceState {
  const attempts = state.attempts.map((attempt) =>
    attempt.id !== id
      ? attempt
      : { ...attempt, ...facts, state: ATTEMPT[next] > ATTEMPT[attempt.state] ? next : attempt.state },
  )
  return { ...state, attempts }
}

// A refund that was executed can still come back, when the account it went to is closed.
const REFUND: Record<Refund['state'], number> = { requested: 0, submitted: 1, executed: 2, failed: 3 }

function withRefund(
  state: InvoiceState,
  id: string,
  next: Refund['state'],
  facts: Partial<Refund>,
): InvoiceState {
  const refunds = state.refunds.map((refund) => {
    if (refund.id !== id) return refund
    // The rail's id is learned beside the workflow, perhaps after the end of the refund is.
    const { providerRefundId = refund.providerRefundId } = facts
    const known = providerRefundId ? { ...refund, providerRefundId } : refund
    return REFUND[next] > REFUND[refund.state] ? { ...known, ...facts, state: next } : known
  })
  return { ...state, refunds }
}

/** The surplus that a refund does not take after all is taken by those that came later, and had to take of the amount. */
function withFreedSurplus(state: InvoiceState, refundId: string): InvoiceState {
  const index = state.refunds.findIndex(({ id }) => id === refundId)
  const failed = state.refunds[index]
  if (!failed || failed.state === 'failed') return state
  let freed = BigInt(failed.ofSurplus)
  const later = state.refunds.slice(index + 1).map((refund) => {
    if (!refund.isConceded || refund.state === 'failed') return refund
    const taken = min(freed, BigInt(refund.amount) - BigInt(refund.ofSurplus))
    freed -= taken
    return { ...refund, ofSurplus: text(BigInt(refund.ofSurplus) + taken) }
  })
  return { ...state, refunds: [...state.refunds.slice(0, index + 1), ...later] }
}
