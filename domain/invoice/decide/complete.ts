import type { InvoiceEvent } from '../events.ts'
import { type InvoiceState, liveAttempt } from '../state.ts'
import { isPayable } from '../status.ts'

/** An open invoice of which nothing is due any more is paid. */
export function markPaidIfComplete(state: InvoiceState, at: number): InvoiceEvent[] {
  if (!isPayable(state.status) || BigInt(state.amountDue) > 0n) return []
  const key = state.timesPaid === 0 ? 'paid' : `paid:${state.timesPaid + 1}`
  return [{ type: 'paid', key, at, cause: { by: 'duewell' }, amount: state.amountPaid }]
}

/**
 * How an open invoice ends by itself, if nothing is left to wait for: that a rail refused a refund, or a payment, may
 * have been recorded beside the workflow, without what follows from it.
 */
export function pendingConclusion(state: InvoiceState, at: number): InvoiceEvent[] {
  if (!isPayable(state.status)) return []
  if (state.voidRequestedAt === undefined) return markPaidIfComplete(state, at)
  if (liveAttempt(state)) return []
  return [{ type: 'voided', key: `voided:${state.decisionCount}`, at, cause: { by: 'duewell' } }]
}
