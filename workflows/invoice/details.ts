import { type Deadline, deliveryOf, type InvoiceState } from '../../domain/invoice/index.ts'

export function describe(state: InvoiceState, deadline: Deadline | undefined): string {
  const next = deadline ? `${deadline.reason} at ${new Date(deadline.at).toISOString()}` : 'nothing by itself'
  const facts = [
    `**${state.status}**`,
    `${state.amountDue} of ${state.amount} ${state.currency ?? ''} due`,
    `link ${state.link?.status ?? 'none'}`,
    `delivery ${deliveryOf(state)}`,
    state.onHoldSince === undefined ? '' : `on hold since ${new Date(state.onHoldSince).toISOString()}`,
    state.voidRequestedAt === undefined ? '' : 'to be voided',
    state.amountCredited === 0 ? '' : `credited ${state.amountCredited}`,
    state.amountOverpaid === 0 ? '' : `overpayment ${state.amountOverpaid}`,
    state.testClockOffsetMs === 0
      ? ''
      : `clock ahead by ${Math.round(state.testClockOffsetMs / 3_600_000)} h`,
  ]
  return `${facts.filter(Boolean).join(', ')}. Next: ${next}.`
}
