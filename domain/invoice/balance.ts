import type { MinorUnits } from '../money.ts'
import type { Derived, InvoiceState, PaymentAttempt } from './state.ts'

/** All that came and was not undone, whatever became of it. Minor units. */
export function received(state: InvoiceState): bigint {
  return sum(state.payments.filter(({ undone }) => !undone).map(({ amount }) => amount))
}

/** What went back or is on its way back: a refund that failed is neither. */
export function returned(state: InvoiceState): bigint {
  return sum(state.refunds.filter((refund) => refund.state !== 'failed').map(({ amount }) => amount))
}

/** How much of the amount is paid, still due, and come beyond it. Refunds take from the surplus first. */
export function balance(state: InvoiceState): Omit<Derived, 'status' | 'receipt'> {
  const isVoid = state.voidedAt !== undefined
  const wanted = isVoid ? 0n : BigInt(state.amount)
  const came = received(state)
  const went = returned(state)
  const beyond = max(came - wanted, 0n)
  const paid = min(came, wanted)
  const wentOfPaid = max(went - beyond, 0n)
  return {
    amountPaid: text(paid),
    amountDue: text(state.isPaid || isVoid ? 0n : wanted - paid + wentOfPaid),
    amountRefunded: text(
      sum(state.refunds.filter((refund) => refund.state === 'executed').map(({ amount }) => amount)),
    ),
    surplus: text(max(beyond - went, 0n)),
  }
}

/** What a payer is asked for now: the deposit while it is not paid, else all that is due. Minor units. */
export function amountToPay({ amount, amountDue, deposit }: InvoiceState): bigint {
  return askedNow(BigInt(amount), BigInt(amountDue), BigInt(deposit ?? 0))
}

/** The same, of plain sums in minor units; a deposit of 0 is none. */
export function askedNow(amount: bigint, due: bigint, deposit: bigint): bigint {
  const missing = deposit - (amount - due)
  return missing > 0n && missing < due ? missing : due
}

/** Is the deposit that was asked for there? True too where none was. */
export function isDepositPaid(state: InvoiceState): boolean {
  return BigInt(state.amount) - BigInt(state.amountDue) >= BigInt(state.deposit ?? 0)
}

/** How much of what came by an attempt can still be sent back by its rail. Minor units. */
export function refundable(state: InvoiceState, attempt: PaymentAttempt): bigint {
  const payment = state.payments.find(({ id }) => id === attempt.id)
  if (!payment) return 0n
  const refunds = state.refunds.filter((one) => one.attemptId === attempt.id && one.state !== 'failed')
  return BigInt(payment.amount) - sum(refunds.map(({ amount }) => amount))
}

/** What an attempt asked its payer for; those of the first version asked for the whole amount. */
export function askedBy(attempt: PaymentAttempt, state: InvoiceState): bigint {
  return BigInt(attempt.amount ?? state.amount)
}

export function text(amount: bigint): MinorUnits {
  return `${amount}`
}

export function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function sum(amounts: readonly MinorUnits[]): bigint {
  return amounts.reduce((total, amount) => total + BigInt(amount), 0n)
}
