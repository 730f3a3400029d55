import type { MinorUnits } from '../../shared/money.ts'

import { withNotice } from './delivery.ts'
import type { InvoiceEvent } from '../events.ts'
import type { Refund, RefundEvent } from '../refund.ts'
import type { InvoiceState } from '../state.ts'

type Failed = Extract<RefundEvent, { type: 'refund_failed' }>
type Notice = 'refund_notice_sent' | 'refund_notice_failed'
type RefundStep = Extract<InvoiceEvent, { type: Exclude<RefundEvent['type'], Notice> }>

export function evolveRefund(state: InvoiceState, event: RefundStep): InvoiceState {
  switch (event.type) {
    case 'refund_requested': {
      const { refundId: id, attemptId, amount, reason, at } = event
      return withNew(state, {
        id,
        attemptId,
        amount,
        reason,
        requestedAt: at,
        status: 'requested',
        notice: 'none',
      })
    }
    case 'manual_refund_recorded': {
      const { refundId: id, amount, method, refundedOn: on, at } = event
      const done = { reason: 'merchant', status: 'executed', notice: 'pending' } as const
      return withNew(state, { id, amount, manual: { method, on }, requestedAt: at, ...done })
    }
    case 'refund_submitted':
      return withRefund(state, event.refundId, 'submitted', { providerRefundId: event.providerRefundId })
    case 'refund_status_unknown': {
      const refunds = state.refunds.map((refund) =>
        refund.id === event.refundId ? { ...refund, hasUnknownStatus: true as const } : refund,
      )
      return { ...state, refunds }
    }
    case 'refund_executed': {
      const { refundId, round, key, type } = event
      if (round === undefined) return withRefund(state, refundId, 'executed', { notice: 'pending' })
      return withNotice(executedAfterAll(state, refundId, round), key, type)
    }
    case 'refund_failed': {
      const { refundId, round, reason: failure, key, type } = event
      const facts = round === undefined ? { failure } : { failure, round }
      return withNotice(withRefund(withFreedOverpayment(state, event), refundId, 'failed', facts), key, type)
    }
  }
}

function withNew(state: InvoiceState, refund: Omit<Refund, keyof Sources>): InvoiceState {
  return { ...state, refunds: [...state.refunds, { ...refund, ...sources(state, refund.amount) }] }
}

type Sources = Pick<Refund, 'fromOverpayment' | 'isWriteOff'>

function sources(state: InvoiceState, amount: MinorUnits): Sources {
  return {
    fromOverpayment: Math.min(amount, state.amountOverpaid),
    isWriteOff: state.isPaid,
  }
}

/** A failed refund frees its overpayment, so the sources are computed again. */
function executedAfterAll(state: InvoiceState, id: string, round: number): InvoiceState {
  const refund = state.refunds.find((one) => one.id === id)
  if (!refund) return state
  const notice = refund.notice === 'none' ? 'pending' : refund.notice
  return withRefund(state, id, 'executed', { round, notice, ...sources(state, refund.amount) })
}

// `failed` follows `executed`, because an executed refund can still fail.
const REFUND: Record<Refund['status'], number> = { requested: 0, submitted: 1, executed: 2, failed: 3 }

function order({ status, round = 1 }: Pick<Refund, 'status' | 'round'>): number {
  return REFUND[status] + 2 * (round - 1)
}

function withRefund(
  state: InvoiceState,
  id: string,
  next: Refund['status'],
  facts: Partial<Refund>,
): InvoiceState {
  const refunds = state.refunds.map((refund) => {
    if (refund.id !== id) return refund
    // An activity can record the rail's id after the refund's final status.
    const { providerRefundId = refund.providerRefundId } = facts
    const known = providerRefundId ? { ...refund, providerRefundId } : refund
    if (order({ ...facts, status: next }) <= order(refund)) return known
    const { failure: _, ...others } = known
    return { ...others, ...facts, status: next }
  })
  return { ...state, refunds }
}

/** Write-offs after the failed refund take its overpayment instead of principal. */
function withFreedOverpayment(state: InvoiceState, { refundId, round }: Failed): InvoiceState {
  const index = state.refunds.findIndex(({ id }) => id === refundId)
  const failed = state.refunds[index]
  if (!failed || order({ status: 'failed', ...(round ? { round } : {}) }) <= order(failed)) return state
  let freed = failed.fromOverpayment
  const later = state.refunds.slice(index + 1).map((refund) => {
    if (!refund.isWriteOff || refund.status === 'failed') return refund
    const taken = Math.min(freed, refund.amount - refund.fromOverpayment)
    freed -= taken
    return { ...refund, fromOverpayment: refund.fromOverpayment + taken }
  })
  return { ...state, refunds: [...state.refunds.slice(0, index + 1), ...later] }
}
