import type { InvoiceEvent } from './events.ts'
import type { InvoiceState } from './state.ts'
import { isPayable } from './status.ts'

/** An open invoice of which nothing is due any more is paid. */
export function completion(state: InvoiceState, at: number): InvoiceEvent[] {
  if (!isPayable(state.status) || BigInt(state.amountDue) > 0n) return []
  const key = state.timesPaid === 0 ? 'paid' : `paid:${state.timesPaid + 1}`
  return [{ type: 'paid', key, at, cause: { by: 'duewell' }, amount: state.amountPaid }]
}
