import { min, text } from './balance.ts'
import { withNotice } from './evolve-delivery.ts'
import type { InvoiceEvent } from './events.ts'
import type { Refund, RefundEvent } from './refund.ts'
import type { InvoiceState } from './state.ts'

type Note = 'refund_note_sent' | 'refund_note_failed'
type MoneyBack = Extract<InvoiceEvent, { type: Exclude<RefundEvent['type'], Note> }>

/** Money that goes back. */
export function evolveRefund(state: InvoiceState, event: MoneyBack): InvoiceState {
  switch (event.type) {
    case 'refund_requested': {
      const { refundId: id, attemptId, amount, reason, at } = event
      return withNew(state, {
        id,
        attemptId,
        amount,
        reason,
        requestedAt: at,
        state: 'requested',
        note: 'none',
      })
    }
    case 'outside_refund_recorded': {
      const { refundId: id, amount, method, refundedOn: on, at } = event
      const done = { reason: 'merchant', state: 'executed', note: 'owed' } as const
      return withNew(state, { id, amount, outside: { method, on }, requestedAt: at, ...done })
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

/** It takes what is surplus first; of a paid invoice the rest is given up. */
function withNew(state: InvoiceState, refund: Omit<Refund, 'ofSurplus' | 'isConceded'>): InvoiceState {
  const ofSurplus = text(min(BigInt(refund.amount), BigInt(state.surplus)))
  return { ...state, refunds: [...state.refunds, { ...refund, ofSurplus, isConceded: state.isPaid }] }
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
