import { automatic } from '../../shared/cause.ts'
import type { InvoiceEvent } from '../events.ts'
import { type InvoiceState, liveAttempt } from '../state.ts'
import { isPayable } from '../status.ts'
import { requestedVoid } from './void.ts'

export function markPaidIfComplete(state: InvoiceState, at: number): InvoiceEvent[] {
  if (!isPayable(state.status) || state.amountDue > 0) return []
  const key = state.timesPaid === 0 ? 'paid' : `paid:${state.timesPaid + 1}`
  return [{ type: 'paid', key, at, cause: automatic, amount: state.amountPaid }]
}

/** An activity can record a failure alone, so `paid` or `voided` can be missing. */
export function pendingConclusion(state: InvoiceState, at: number): InvoiceEvent[] {
  if (!isPayable(state.status)) return []
  if (state.voidRequestedAt === undefined) return markPaidIfComplete(state, at)
  if (liveAttempt(state)) return []
  return requestedVoid(state, `voided:${state.decisionCount}`, at)
}
