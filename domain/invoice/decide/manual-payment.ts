import { byRequest } from '../../shared/cause.ts'
import { MAX_AMOUNT } from '../../shared/money.ts'
import type { MerchantRequest, RecordPaymentCommand } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { grossReceived, netReceived } from '../evolve/balance.ts'
import { fold } from '../evolve/evolve.ts'
import { eventKey, type InvoiceState } from '../state.ts'
import { type Decision, refusalUnlessOpen } from './decision.ts'
import { mismatchResolved, settlementEffects } from './payment.ts'

/** Records money received without a rail. Money above the amount due is overpayment, not an error. */
export function decideRecordPayment(state: InvoiceState, command: RecordPaymentCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused && refused !== 'void_requested') return { refused }
  const { paymentId, amount, method, paidOn, receipt, at } = command
  if (amount > MAX_AMOUNT - grossReceived(state)) return { refused: 'payment_too_large' }
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

/** Cancels a requested void after a recorded payment, even if the bank has not answered. */
function cancelVoid(state: InvoiceState, command: RecordPaymentCommand): InvoiceEvent[] {
  if (state.voidRequestedAt === undefined) return []
  const { commandId, at } = command
  return [{ type: 'void_cancelled', key: `void_cancelled:${commandId}`, at, cause: byRequest(command) }]
}

/**
 * Removes a manual payment recorded by mistake, or accepts a rail's reversal. The amount is then due again.
 * For money in another currency, the merchant states that the money went back.
 */
export function decideUndoPayment(
  state: InvoiceState,
  command: Extract<MerchantRequest, { type: 'undo_payment' }>,
): Decision {
  const { paymentId, at } = command
  const mismatch = state.attempts.find(({ id }) => id === paymentId)?.mismatch
  if (mismatch === 'resolved') return { refused: 'already_undone' }
  if (mismatch) return { events: [mismatchResolved(paymentId, at, byRequest(command))] }
  const payment = state.payments.find(({ id }) => id === paymentId)
  if (!payment || (payment.by === 'bank' && !payment.reversed)) return { refused: 'unknown_payment' }
  if (payment.undone) return { refused: 'already_undone' }
  const facts = { at, cause: byRequest(command), paymentId }
  // A reversed payment can be accepted after a refund. The customer then also owes the refund.
  if (payment.by === 'bank') {
    const { reversals = 1 } = payment
    const key = eventKey('payment_reversal_accepted', paymentId, reversals)
    return { events: [{ type: 'payment_reversal_accepted', key, ...facts }] }
  }
  // A refund contradicts the claim that the money never arrived.
  if (netReceived(state) < payment.amount) return { refused: 'already_refunded' }
  const type = 'manual_payment_removed'
  return { events: [{ type, key: `${type}:${paymentId}`, ...facts }] }
}
