import type { MinorUnits } from '../../shared/money.ts'
import { min, text } from './balance.ts'
import { withNotice } from './delivery.ts'
import type { InvoiceEvent } from '../events.ts'
import type { Refund, RefundEvent } from '../refund.ts'
import type { InvoiceState } from '../state.ts'

type Failed = Extract<RefundEvent, { type: 'refund_failed' }>
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
    case 'refund_executed': {
      const { refundId, round, key, type } = event
      if (round === undefined) return withRefund(state, refundId, 'executed', { note: 'owed' })
      return withNotice(executedAfterAll(state, refundId, round), key, type)
    }
    case 'refund_failed': {
      const { refundId, round, reason: failure, key, type } = event
      const facts = round === undefined ? { failure } : { failure, round }
      return withNotice(withRefund(withFreedSurplus(state, event), refundId, 'failed', facts), key, type)
    }
  }
}

function withNew(state: InvoiceState, refund: Omit<Refund, keyof Sources>): InvoiceState {
  return { ...state, refunds: [...state.refunds, { ...refund, ...sources(state, refund.amount) }] }
}

type Sources = Pick<Refund, 'ofSurplus' | 'isConceded'>

/** It takes what is surplus first; of a paid invoice the rest is given up. */
function sources(state: InvoiceState, amount: MinorUnits): Sources {
  return { ofSurplus: text(min(BigInt(amount), BigInt(state.surplus))), isConceded: state.isPaid }
}

/** What it had taken was free for others since it had failed: it takes what is there now. */
function executedAfterAll(state: InvoiceState, id: string, round: number): InvoiceState {
  const refund = state.refunds.find((one) => one.id === id)
  if (!refund) return state
  const note = refund.note === 'none' ? 'owed' : refund.note
  return withRefund(state, id, 'executed', { round, note, ...sources(state, refund.amount) })
}

// A refund that was executed can still come back, when the account it went to is closed.
const REFUND: Record<Refund['state'], number> = { requested: 0, submitted: 1, executed: 2, failed: 3 }

function order({ state, round = 1 }: Pick<Refund, 'state' | 'round'>): number {
  return REFUND[state] + 2 * (round - 1)
}

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
    if (order({ ...facts, state: next }) <= order(refund)) return known
    const { failure: _, ...others } = known
    return { ...others, ...facts, state: next }
  })
  return { ...state, refunds }
}

/** The surplus that a refund does not take after all is taken by those that came later, and had to take of the amount. */
function withFreedSurplus(state: InvoiceState, { refundId, round }: Failed): InvoiceState {
  const index = state.refunds.findIndex(({ id }) => id === refundId)
  const failed = state.refunds[index]
  if (!failed || order({ state: 'failed', ...(round ? { round } : {}) }) <= order(failed)) return state
  let freed = BigInt(failed.ofSurplus)
  const later = state.refunds.slice(index + 1).map((refund) => {
    if (!refund.isConceded || refund.state === 'failed') return refund
    const taken = min(freed, BigInt(refund.amount) - BigInt(refund.ofSurplus))
    freed -= taken
    return { ...refund, ofSurplus: text(BigInt(refund.ofSurplus) + taken) }
  })
  return { ...state, refunds: [...state.refunds.slice(0, index + 1), ...later] }
}
