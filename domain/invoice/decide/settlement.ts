import { netReceived, isDepositPaid, toMinorUnits, netExpected } from '../evolve/balance.ts'
import type { BankReport } from '../commands.ts'
import { markPaidIfComplete } from './complete.ts'
import { automaticRefund } from './refund.ts'
import type { Cause, InvoiceEvent } from '../events.ts'
import { fold } from '../evolve/evolve.ts'
import { type InvoiceState, eventKey } from '../state.ts'
import { isPayable } from '../status.ts'

/** Money has come, and what that means: for an invoice that waits for it, for one that is void, for one paid. */
export function settle(state: InvoiceState, report: BankReport): InvoiceEvent[] {
  const { attemptId, at, cause, amount = '0', currency = '' } = report
  const about = { key: `settled:${attemptId}`, at, cause, attemptId, amount, ...railStatusText(report) }
  if (currency !== state.currency) {
    const event = { ...about, type: 'payment_currency_mismatched', currency } as const
    return [event, ...voidIfRequested(state, event)]
  }
  return settleWithEffects(state, { ...about, type: 'payment_settled' }, BigInt(amount), attemptId)
}

/**
 * Money that its rail had taken back has come after all: it counts again, as money that comes late does, if the merchant
 * had undone it.
 */
export function reinstatement(state: InvoiceState, report: BankReport): InvoiceEvent[] {
  const { attemptId, at, cause } = report
  const payment = state.payments.find(({ id }) => id === attemptId)
  if (!payment?.reversed) return []
  const { reversals = 1 } = payment
  const key = eventKey('payment_reinstated', attemptId, reversals)
  const event = { type: 'payment_reinstated', key, at, cause, attemptId, ...railStatusText(report) } as const
  if (!payment.undone) return [event]
  return settleWithEffects(state, event, BigInt(payment.amount), `${attemptId}-${reversals + 1}`)
}

/** @param name what follows goes by it: the same payment can come again */
function settleWithEffects(
  state: InvoiceState,
  came: InvoiceEvent & { attemptId: string },
  amount: bigint,
  name: string,
): InvoiceEvent[] {
  const before = isKept(state, amount) ? [declined(name, came.at)] : voidIfRequested(state, came)
  const payment = { id: came.attemptId, name }
  return [...before, came, ...settlementEffects(fold(before, state), came, payment)]
}

export function railStatusText({ railStatus }: BankReport) {
  return railStatus === undefined ? {} : { railStatus }
}

/** Money that comes after the merchant wanted the invoice void: is it, by the merchant's rule, to be kept? */
function isKept(state: InvoiceState, amount: bigint): boolean {
  if (state.rules.latePaymentPolicy !== 'keep') return false
  if (state.voidRequestedAt !== undefined) return true
  const { voidedAt, ...open } = state
  return voidedAt !== undefined && netReceived(state) + amount >= netExpected(open)
}

function declined(name: string, at: number): InvoiceEvent {
  return { type: 'void_cancelled', key: `void_cancelled:${name}`, at, cause: { by: 'duewell' } }
}

/** @param because what has happened to the payment that was waited for; an invoice can become void more than once */
export function voidIfRequested({ voidRequestedAt }: InvoiceState, because: InvoiceEvent): InvoiceEvent[] {
  if (voidRequestedAt === undefined) return []
  return [{ type: 'voided', key: `voided:${because.key}`, at: because.at, cause: { by: 'duewell' } }]
}

/**
 * What follows from money that came: the deposit or the whole amount is there, or there is more than was asked for,
 * which goes back by itself if the merchant's rule says so.
 *
 * @param came the event by which it came, not applied to `state` yet
 * @param payment with the name that what follows goes by, another one for each time that it comes
 */
export function settlementEffects(
  state: InvoiceState,
  came: InvoiceEvent,
  payment: { id: string; name: string },
): InvoiceEvent[] {
  const { id: paymentId, name } = payment
  const { at } = came
  const after = fold([came], state)
  const cause: Cause = { by: 'duewell' }
  const events = markPaidIfComplete(after, at)
  const isDeposit = after.deposit && isDepositPaid(after) && !isDepositPaid(state)
  if (events.length === 0 && isPayable(after.status) && isDeposit) {
    events.push({ type: 'deposit_paid', key: `deposit_paid:${name}`, at, cause, amount: after.amountPaid })
  }
  const overpayment = BigInt(fold(events, after).amountOverpaid) - BigInt(state.amountOverpaid)
  if (overpayment > 0n) {
    const amount = toMinorUnits(overpayment)
    events.push({ type: 'overpayment_recorded', key: `overpayment:${name}`, at, cause, paymentId, amount })
    events.push(...automaticRefund(fold(events, after), payment, overpayment, at))
  }
  return events
}
