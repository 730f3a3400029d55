import type { MinorUnits } from '../../shared/money.ts'
import type { Refund } from '../refund.ts'
import type { Derived, InvoiceState, Payment, PaymentAttempt } from '../state.ts'

/** What came and was not undone, less what went back or is on its way back. Minor units. */
export function netReceived(state: InvoiceState): bigint {
  return grossReceived(state) - sum(nonFailed(state.refunds).map(({ amount }) => amount))
}

function grossReceived({ payments }: InvoiceState): bigint {
  return sum(payments.filter(({ undone }) => !undone).map(({ amount }) => amount))
}

/**
 * What the merchant is to hold in the end: the amount, less what they gave back of it once it was paid; nothing of an
 * invoice that is void.
 */
export function netExpected(state: InvoiceState): bigint {
  return state.voidedAt === undefined ? BigInt(state.amount) - principalRefunded(state, true) : 0n
}

/** How much of the amount is paid, still due, and come beyond it. */
export function balance(
  state: InvoiceState,
): Omit<Derived, 'status' | 'receipt'> & Pick<InvoiceState, 'payments'> {
  const isOpen = !state.isPaid && state.voidedAt === undefined
  const missing = netExpected(state) - netReceived(state)
  return {
    payments: allocated(state),
    amountPaid: toMinorUnits(
      min(grossReceived(state), state.voidedAt === undefined ? BigInt(state.amount) : 0n),
    ),
    amountDue: toMinorUnits(isOpen ? max(missing, 0n) : 0n),
    amountRefunded: toMinorUnits(
      sum(state.refunds.filter((refund) => refund.status === 'executed').map(({ amount }) => amount)),
    ),
    amountOverpaid: toMinorUnits(max(-missing, 0n)),
  }
}

/**
 * What a rail brought is owed a receipt once it turns out to pay something: also by taking the place of what has gone
 * back. What is only on its way back may fail yet.
 */
function allocated(state: InvoiceState): Payment[] {
  const gone = { ...state, refunds: state.refunds.filter((refund) => refund.status === 'executed') }
  const surely = allocations(gone)
  const now = allocations(state)
  return state.payments.map((payment, index) => {
    const pays = payment.by === 'bank' && (surely[index] ?? 0n) > 0n
    const receipt = pays && payment.receipt === 'none' ? 'owed' : payment.receipt
    return { ...payment, allocated: toMinorUnits(now[index] ?? 0n), receipt }
  })
}

/** How much of each payment pays the invoice. They count in the order they came. Minor units. */
function allocations(state: InvoiceState): bigint[] {
  let room = principalRefunded(state, false) + (state.voidedAt === undefined ? BigInt(state.amount) : 0n)
  return state.payments.map((payment) => {
    const share = payment.undone ? 0n : min(BigInt(payment.amount), max(room, 0n))
    room -= share
    return share
  })
}

/** What went back of the money that had paid the invoice: given up by the merchant, or to be asked for again. */
function principalRefunded({ refunds }: InvoiceState, isWriteOff: boolean): bigint {
  const these = nonFailed(refunds).filter((refund) => refund.isWriteOff === isWriteOff)
  return sum(these.map(({ amount }) => amount)) - sum(these.map(({ fromOverpayment }) => fromOverpayment))
}

/** A refund that failed gave nothing back. */
function nonFailed(refunds: readonly Refund[]): Refund[] {
  return refunds.filter(({ status }) => status !== 'failed')
}

/** What a payer is asked for now: the deposit while it is not paid, else all that is due. Minor units. */
export function amountRequested({ amount, amountDue, deposit }: InvoiceState): bigint {
  return amountRequestedOf(BigInt(amount), BigInt(amountDue), BigInt(deposit ?? 0))
}

/** The same, of plain sums in minor units; a deposit of 0 is none. */
export function amountRequestedOf(amount: bigint, due: bigint, deposit: bigint): bigint {
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
  if (!payment || payment.undone || payment.reversed || attempt.refundable === false) return 0n
  const refunds = state.refunds.filter((one) => one.attemptId === attempt.id && one.status !== 'failed')
  return BigInt(payment.amount) - sum(refunds.map(({ amount }) => amount))
}

/** What an attempt asked its payer for; those of the first version asked for the whole amount. */
export function attemptAmount(attempt: PaymentAttempt, state: InvoiceState): bigint {
  return BigInt(attempt.amount ?? state.amount)
}

export function toMinorUnits(amount: bigint): MinorUnits {
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
