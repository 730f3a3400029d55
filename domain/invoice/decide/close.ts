import { held } from '../evolve/balance.ts'
import type { MerchantRequest, RecordPaymentCommand } from '../commands.ts'
import { type Decision, merchant, refusalUnlessOpen } from './decision.ts'
import { consequences } from './settlement.ts'
import type { InvoiceEvent } from '../events.ts'
import { fold } from '../evolve/evolve.ts'
import { type InvoiceState, liveAttempt, nthKey } from '../state.ts'

/**
 * An invoice that was paid, wholly or in part, is refunded rather than voided. While a payment is in flight it is a
 * request: the payment is cancelled if its bank still can, and what the bank says decides.
 */
export function decideVoid(
  state: InvoiceState,
  { commandId, at }: Extract<MerchantRequest, { type: 'void' }>,
): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused: refused === 'voided' ? 'already_void' : refused }
  if (held(state) > 0n) return { refused: 'partly_paid' }
  const cause = merchant(commandId)
  return liveAttempt(state)
    ? { events: [{ type: 'void_requested', key: `void_requested:${commandId}`, at, cause }] }
    : { events: [{ type: 'voided', key: `voided:${commandId}`, at, cause }] }
}

/** Money that came outside of our rails counts like any other. More than is due is surplus, not an error. */
export function decideRecordPayment(state: InvoiceState, command: RecordPaymentCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused && refused !== 'void_requested') return { refused }
  const { commandId, paymentId, amount, method, paidOn, receipt, at } = command
  const recorded: InvoiceEvent = {
    type: 'outside_payment_recorded',
    key: `outside_payment:${paymentId}`,
    at,
    cause: merchant(commandId),
    paymentId,
    amount,
    method,
    paidOn,
    receipt,
  }
  const before = withdrawn(state, command)
  const payment = { id: paymentId, name: paymentId }
  return { events: [...before, recorded, ...consequences(fold(before, state), recorded, payment)] }
}

/** Whoever says that money has come wants the invoice void no more, however long its bank may stay silent. */
function withdrawn(state: InvoiceState, { commandId, at }: RecordPaymentCommand): InvoiceEvent[] {
  if (state.voidRequestedAt === undefined) return []
  const key = `void_declined:${commandId}`
  return [{ type: 'void_declined', key, at, cause: merchant(commandId) }]
}

/**
 * What was recorded by mistake is taken back by an event of its own; the invoice then waits for its money again. So is what a rail
 * has called settled and then failed.
 */
export function decideUndoPayment(
  state: InvoiceState,
  { commandId, paymentId, at }: Extract<MerchantRequest, { type: 'undo_payment' }>,
): Decision {
  const payment = state.payments.find(({ id }) => id === paymentId)
  if (!payment || (payment.by === 'bank' && !payment.reversed)) return { refused: 'unknown_payment' }
  if (payment.undone) return { refused: 'already_undone' }
  const about = { at, cause: merchant(commandId), paymentId }
  // That it never came is its rail's word; whoever was given some of it back owes that too.
  if (payment.by === 'bank') {
    const { reversals = 1 } = payment
    const key = nthKey('reversed_payment_undone', paymentId, reversals)
    return { events: [{ type: 'reversed_payment_undone', key, ...about }] }
  }
  // What never came cannot have been given back.
  if (held(state) < BigInt(payment.amount)) return { refused: 'already_refunded' }
  const type = 'outside_payment_undone'
  return { events: [{ type, key: `${type}:${paymentId}`, ...about }] }
}
