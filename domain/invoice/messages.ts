import type { Channel } from './events.ts'
import type { InvoiceState } from './state.ts'
import { isPayable } from './status.ts'

/** A message to the customer, by what it is and how it goes. Receipts go by e-mail. */
export type OwedMessage = `invoice_${Channel}` | 'receipt_email'

/** The messages that this invoice's customer should get and has not been sent. */
export function owedMessages(state: InvoiceState): OwedMessage[] {
  if (state.status === 'paid') return state.receipt === 'none' ? ['receipt_email'] : []
  if (!isPayable(state.status)) return []
  return Object.entries(state.deliveries).flatMap(([channel, delivery]) =>
    delivery === 'pending' ? [`invoice_${channel as Channel}` as const] : [],
  )
}
