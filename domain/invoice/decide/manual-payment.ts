import { byRequest } from '../../shared/cause.ts'
import type { MerchantRequest, RecordPaymentCommand } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { netReceived } from '../evolve/balance.ts'
import { fold } from '../evolve/evolve.ts'
import { eventKey, type InvoiceState } from '../state.ts'
import { type Decision, refusalUnlessOpen } from './decision.ts'
import { settlementEffects } from './payment.ts'

/** Records money received without a rail. Money beyond the amount due is overpayment, not an error. */
export function decideRecordPayment(state: InvoiceState, command: RecordPaymentCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused && refused !== 'void_requested') return { refused }
  const { paymentId, amount, method, paidOn, receipt, at } = command
  const recorded: InvoiceEvent = {
    type: 'manual_payment_recorded',
    key: `manual_payment:${paymentId}`,
    at,
    cause: byRequest(command),
    paymentId,
    amount,
    method,
    paidOn,
    receipt,
  }
  const before = cancelVoid(state, command)
  const payment = { id: paymentId, name: paymentId }
  return { events: [...before, recorded, ...settlementEffects(fold(before, state), recorded, payment)] }
}

/** A recorded payment cancels a requested void, even if the bank has not answered. */
function cancelVoid(state: InvoiceState, command: RecordPaymentCommand): InvoiceEvent[] {
  if (state.voidRequestedAt === undefined) return []
  const { commandId, at } = command
  return [{ type: 'void_cancelled', key: `void_cancelled:${commandId}`, at, cause: byRequest(command) }]
}

/** Removes a manual payment recorded by mistake, or accepts a rail's reversal. The amount is then due again. */
export function decideUndoPayment(
  state: InvoiceState,
  command: Extract<MerchantRequest, { type: 'undo_payment' }>,
): Decision {
  const { paymentId, at } = command
  const payment = state.payments.find(({ id }) => id === paymentId)
  if (!payment || (payment.by === 'bank' && !payment.reversed)) return { refused: 'unknown_payment' }
  if (payment.undone) return { refused: 'already_undone' }
  const facts = { at, cause: byRequest(command), paymentId }
  // A refund of a reversed payment does not prevent this. The customer then owes the refund too.
  if (payment.by === 'bank') {
    const { reversals = 1 } = payment
    const key = eventKey('payment_reversal_accepted', paymentId, reversals)
    return { events: [{ type: 'payment_reversal_accepted', key, ...facts }] }
  }
  // A refund contradicts the claim that the money never arrived.
  if (netReceived(state) < BigInt(payment.amount)) return { refused: 'already_refunded' }
  const type = 'manual_payment_removed'
  return { events: [{ type, key: `${type}:${paymentId}`, ...facts }] }
}
