import { netReceived } from '../evolve/balance.ts'
import type { MerchantRequest, RecordPaymentCommand } from '../commands.ts'
import { type Decision, byMerchant, refusalUnlessOpen } from './decision.ts'
import { settlementEffects } from './settlement.ts'
import type { InvoiceEvent } from '../events.ts'
import { fold } from '../evolve/evolve.ts'
import { type InvoiceState, liveAttempt, eventKey } from '../state.ts'

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
  if (netReceived(state) > 0n) return { refused: 'partly_paid' }
  const cause = byMerchant(commandId)
  return liveAttempt(state)
    ? { events: [{ type: 'void_requested', key: `void_requested:${commandId}`, at, cause }] }
    : { events: [{ type: 'voided', key: `voided:${commandId}`, at, cause }] }
}

/** Money that came outside of our rails counts like any other. More than is due is overpayment, not an error. */
export function decideRecordPayment(state: InvoiceState, command: RecordPaymentCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused && refused !== 'void_requested') return { refused }
  const { commandId, paymentId, amount, method, paidOn, receipt, at } = command
  const recorded: InvoiceEvent = {
    type: 'manual_payment_recorded',
    key: `manual_payment:${paymentId}`,
    at,
    cause: byMerchant(commandId),
    paymentId,
    amount,
    method,
    paidOn,
    receipt,
  }
  const before = withdrawn(state, command)
  const payment = { id: paymentId, name: paymentId }
  return { events: [...before, recorded, ...settlementEffects(fold(before, state), recorded, payment)] }
}

/** Whoever says that money has come wants the invoice void no more, however long its bank may stay silent. */
function withdrawn(state: InvoiceState, { commandId, at }: RecordPaymentCommand): InvoiceEvent[] {
  if (state.voidRequestedAt === undefined) return []
  const key = `void_cancelled:${commandId}`
  return [{ type: 'void_cancelled', key, at, cause: byMerchant(commandId) }]
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
  const about = { at, cause: byMerchant(commandId), paymentId }
  // That it never came is its rail's word; whoever was given some of it back owes that too.
  if (payment.by === 'bank') {
    const { reversals = 1 } = payment
    const key = eventKey('payment_reversal_accepted', paymentId, reversals)
    return { events: [{ type: 'payment_reversal_accepted', key, ...about }] }
  }
  // What never came cannot have been given back.
  if (netReceived(state) < BigInt(payment.amount)) return { refused: 'already_refunded' }
  const type = 'manual_payment_removed'
  return { events: [{ type, key: `${type}:${paymentId}`, ...about }] }
}
