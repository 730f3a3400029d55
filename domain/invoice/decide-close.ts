import { held } from './balance.ts'
import type { MerchantRequest, RecordPaymentCommand } from './commands.ts'
import { type Decision, merchant, refusalUnlessOpen } from './decision.ts'
import { consequences } from './decide-payment.ts'
import type { InvoiceEvent } from './events.ts'
import { type InvoiceState, liveAttempt } from './state.ts'

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
    : { events: [{ type: 'voided', key: 'voided', at, cause }] }
}

/** Money that came outside of our rails counts like any other. More than is due is surplus, not an error. */
export function decideRecordPayment(state: InvoiceState, command: RecordPaymentCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
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
  return { events: [recorded, ...consequences(state, [recorded], paymentId, at)] }
}

/** What was recorded by mistake is taken back by an event of its own; the invoice then waits for its money again. */
export function decideUndoPayment(
  state: InvoiceState,
  { commandId, paymentId, at }: Extract<MerchantRequest, { type: 'undo_payment' }>,
): Decision {
  const payment = state.payments.find(({ id }) => id === paymentId)
  if (payment?.by !== 'outside') return { refused: 'unknown_payment' }
  if (payment.undone) return { refused: 'already_undone' }
  // What never came cannot have been given back.
  if (held(state) < BigInt(payment.amount)) return { refused: 'already_refunded' }
  const key = `outside_payment_undone:${paymentId}`
  return { events: [{ type: 'outside_payment_undone', key, at, cause: merchant(commandId), paymentId }] }
}
