import { type Deadline, deliveryOf, type InvoiceState } from '../../domain/invoice/index.ts'
import { detailsText } from '../shared/details-text.ts'

export function describe(state: InvoiceState, deadline: Deadline | undefined): string {
  const facts = [
    `**${state.status}**`,
    `${state.amountDue} of ${state.amount} ${state.currency ?? ''} due`,
    `link ${state.link?.status ?? 'none'}`,
    `delivery ${deliveryOf(state)}`,
    state.onHoldSince === undefined ? '' : `on hold since ${new Date(state.onHoldSince).toISOString()}`,
    state.voidRequestedAt === undefined ? '' : 'to be voided',
    state.amountCredited === 0 ? '' : `credited ${state.amountCredited}`,
    state.amountOverpaid === 0 ? '' : `overpayment ${state.amountOverpaid}`,
  ]
  return detailsText(facts, state.testClockOffsetMs, deadline)
}
