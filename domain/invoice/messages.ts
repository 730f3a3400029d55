import type { InvoiceState } from './state.ts'
import { isPayable } from './status.ts'

/** A letter to the customer. */
export type OwedMessage = 'invoice' | 'receipt'

/** The letters that this invoice's customer should get and has not been sent. */
export function owedMessages(state: InvoiceState): OwedMessage[] {
  if (state.status === 'paid') return state.receipt === 'none' ? ['receipt'] : []
  return isPayable(state.status) && state.delivery === 'pending' ? ['invoice'] : []
}
