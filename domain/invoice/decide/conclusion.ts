import type { InvoiceEvent } from '../events.ts'
import { type InvoiceState, liveAttempt } from '../state.ts'
import { isPayable } from '../status.ts'
import { paidIfNothingDue } from './paid.ts'
import { requestedVoid } from './void.ts'

/** An activity can record a failure alone, so `paid` or `voided` can be missing. */
export function pendingConclusion(state: InvoiceState, at: number): InvoiceEvent[] {
  if (!isPayable(state.status)) return []
  if (state.voidRequestedAt === undefined) return paidIfNothingDue(state, at)
  if (liveAttempt(state)) return []
  return requestedVoid(state, `voided:${state.decisionCount}`, at)
}
