import { byRequest } from '../../shared/cause.ts'
import { MAX_AMOUNT } from '../../shared/money.ts'
import type { MerchantRequest, RecordPaymentCommand } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { amountReceived, netReceived } from '../evolve/balance.ts'
import { fold } from '../evolve/evolve.ts'
import { eventKey, type InvoiceState } from '../state.ts'
import { type Decision, refusalUnlessOpen } from './decision.ts'
import { mismatchResolved, settlementEffects } from './payment.ts'

export function decideRecordPayment(state: InvoiceState, command: RecordPaymentCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused && refused !== 'void_requested') return { refused }
  if (command.amount > MAX_AMOUNT - amountReceived(state)) return { refused: 'payment_too_large' }
  const before = cancelVoid(state, command)
  const cause = byRequest(command)
  return { events: [...before, ...recordedPayment(fold(before, state), { ...command, cause })] }
}

type Recorded = Extract<InvoiceEvent, { type: 'manual_payment_recorded' }>

/** Returns the event of a payment that was made elsewhere, and what follows from it. */
export function recordedPayment(
  state: InvoiceState,
  payment: Pick<Recorded, 'paymentId' | 'amount' | 'method' | 'paidOn' | 'receipt' | 'at' | 'cause'>,
): InvoiceEvent[] {
  const { paymentId, amount, method, paidOn, receipt, at, cause } = payment
  const recorded: InvoiceEvent = {
    type: 'manual_payment_recorded',
    key: `manual_payment:${paymentId}`,
    at,
    cause,
    paymentId,
    amount,
    method,
    paidOn,
    receipt,
  }
  return [recorded, ...settlementEffects(state, recorded, { id: paymentId, name: paymentId })]
}

function cancelVoid(state: InvoiceState, command: RecordPaymentCommand): InvoiceEvent[] {
  if (state.voidRequestedAt === undefined) return []
  const { commandId, at } = command
  return [{ type: 'void_cancelled', key: `void_cancelled:${commandId}`, at, cause: byRequest(command) }]
}

export function decideUndoPayment(
  state: InvoiceState,
  command: Extract<MerchantRequest, { type: 'undo_payment' }>,
): Decision {
  const { paymentId, at } = command
  const attempt = state.attempts.find(({ id }) => id === paymentId)
  if (attempt?.mismatch === 'resolved') return { refused: 'already_undone' }
  if (attempt?.mismatch) return { events: [mismatchResolved(attempt, at, byRequest(command))] }
  const payment = state.payments.find(({ id }) => id === paymentId)
  if (!payment || (payment.by === 'bank' && !payment.reversed)) return { refused: 'unknown_payment' }
  if (payment.undone) return { refused: 'already_undone' }
  const facts = { at, cause: byRequest(command), paymentId }
  if (payment.by === 'bank') {
    const { reversals = 1 } = payment
    const key = eventKey('payment_reversal_accepted', paymentId, reversals)
    return { events: [{ type: 'payment_reversal_accepted', key, ...facts }] }
  }
  if (netReceived(state) < payment.amount) return { refused: 'already_refunded' }
  const type = 'manual_payment_removed'
  return { events: [{ type, key: `${type}:${paymentId}`, ...facts }] }
}
