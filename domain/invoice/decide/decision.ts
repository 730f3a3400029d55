import type { Refusal } from '../commands.ts'
import type { Cause, InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'

/** Either the events that now happen (none: nothing new), or why not. */
export type Decision = { events: InvoiceEvent[] } | { refused: Refusal }

/** Why an invoice that is over, or about to be, takes no more of this; undefined while it waits for its money. */
export function refusalUnlessOpen(state: InvoiceState): Refusal | undefined {
  if (state.status === 'draft') return 'not_issued'
  if (state.status === 'paid') return 'already_paid'
  if (state.status === 'void') return 'voided'
  return state.voidRequestedAt === undefined ? undefined : 'void_requested'
}

/** Why a request of the merchant's happened. */
export function byMerchant(commandId: string): Cause {
  return { by: 'merchant', via: 'api', commandId }
}
