import { automatic } from '../../shared/cause.ts'
import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'
import { isPayable } from '../status.ts'

export function paidIfNothingDue(state: InvoiceState, at: number): InvoiceEvent[] {
  if (!isPayable(state.status) || state.amountDue > 0) return []
  const key = state.timesPaid === 0 ? 'paid' : `paid:${state.timesPaid + 1}`
  return [{ type: 'paid', key, at, cause: automatic, amount: state.amountPaid }]
}
