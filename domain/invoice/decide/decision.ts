import type { Refusal } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'

export type Decision = { events: InvoiceEvent[] } | { refused: Refusal }

export function refusalUnlessOpen(state: InvoiceState): Refusal | undefined {
  if (state.status === 'draft') return 'not_issued'
  if (state.status === 'paid') return 'already_paid'
  if (state.status === 'void') return 'voided'
  return state.voidRequestedAt === undefined ? undefined : 'void_requested'
}
