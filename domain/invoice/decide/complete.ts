import { automatic } from '../../shared/cause.ts'
import type { InvoiceEvent } from '../events.ts'
import { type InvoiceState, liveAttempt } from '../state.ts'
import { isPayable } from '../status.ts'
import { requestedVoid } from './void.ts'

/** Marks an open invoice paid if the amount due is zero. */
export function markPaidIfComplete(state: InvoiceState, at: number): InvoiceEvent[] {
  if (!isPayable(state.status) || state.amountDue > 0) return []
  const key = state.timesPaid === 0 ? 'paid' : `paid:${state.timesPaid + 1}`
  return [{ type: 'paid', key, at, cause: automatic, amount: state.amountPaid }]
}

/**
 * Returns the missing final event of a complete, open invoice. An activity records a failed refund or payment
 * without the consequences.
 */
export function pendingConclusion(state: InvoiceState, at: number): InvoiceEvent[] {
  if (!isPayable(state.status)) return []
  if (state.voidRequestedAt === undefined) return markPaidIfComplete(state, at)
  if (liveAttempt(state)) return []
  return [requestedVoid(state, `voided:${state.decisionCount}`, at)]
}
