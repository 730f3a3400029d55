import type { MinorUnits } from '../../shared/money.ts'
import type { Refund } from '../refund.ts'
import type { Derived, InvoiceState, Payment, PaymentAttempt } from '../state.ts'

// The sums of an invoice. All are in minor units.

/** Payments that were not undone, minus refunds that did not fail. */
export function netReceived(state: InvoiceState): bigint {
  return grossReceived(state) - sum(nonFailed(state.refunds).map(({ amount }) => amount))
}

function grossReceived({ payments }: InvoiceState): bigint {
  return sum(payments.filter(({ undone }) => !undone).map(({ amount }) => amount))
}

/** The sum that the merchant keeps in the end. Equals the amount minus write-offs, or nothing if void. */
export function netExpected(state: InvoiceState): bigint {
  return state.voidedAt === undefined ? BigInt(state.amount) - principalRefunded(state, true) : 0n
}

/** Computes the invoice's sums, and how each payment contributes to them. */
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
 * Allocates the payments and makes receipts pending. A rail's payment gets a receipt once it surely pays something.
 * Open refunds free no room for it, because they can still fail.
 */
function allocated(state: InvoiceState): Payment[] {
  const afterExecuted = { ...state, refunds: state.refunds.filter(({ status }) => status === 'executed') }
  const sure = allocations(afterExecuted)
  const now = allocations(state)
  return state.payments.map((payment, index) => {
    const pays = payment.by === 'bank' && (sure[index] ?? 0n) > 0n
    const receipt = pays && payment.receipt === 'none' ? 'pending' : payment.receipt
    return { ...payment, allocated: toMinorUnits(now[index] ?? 0n), receipt }
  })
}

/** The part of each payment that pays the invoice, in the order of arrival. */
function allocations(state: InvoiceState): bigint[] {
  let room = principalRefunded(state, false) + (state.voidedAt === undefined ? BigInt(state.amount) : 0n)
  return state.payments.map((payment) => {
    const share = payment.undone ? 0n : min(BigInt(payment.amount), max(room, 0n))
    room -= share
    return share
  })
}

/** Refunded money that had paid the invoice. The customer does not pay a write-off again. */
function principalRefunded({ refunds }: InvoiceState, isWriteOff: boolean): bigint {
  const counted = nonFailed(refunds).filter((refund) => refund.isWriteOff === isWriteOff)
  return sum(counted.map(({ amount }) => amount)) - sum(counted.map(({ fromOverpayment }) => fromOverpayment))
}

function nonFailed(refunds: readonly Refund[]): Refund[] {
  return refunds.filter(({ status }) => status !== 'failed')
}

/** The fields of an invoice's state or row that determine the requested amount. */
export interface AmountsDue {
  amount: bigint | MinorUnits
  amountDue: bigint | MinorUnits
  deposit?: bigint | MinorUnits | null | undefined
}

/** The amount requested from the customer now. Equals the rest of an unpaid deposit, else the amount due. */
export function amountRequested({ amount, amountDue, deposit }: AmountsDue): bigint {
  const due = BigInt(amountDue)
  const depositDue = BigInt(deposit ?? 0) - (BigInt(amount) - due)
  return depositDue > 0n && depositDue < due ? depositDue : due
}

/** True if the deposit is paid, or if there is none. */
export function isDepositPaid(state: InvoiceState): boolean {
  return BigInt(state.amount) - BigInt(state.amountDue) >= BigInt(state.deposit ?? 0)
}

/** The part of an attempt's payment that its rail can still refund. */
export function refundable(state: InvoiceState, attempt: PaymentAttempt): bigint {
  const payment = state.payments.find(({ id }) => id === attempt.id)
  if (!payment || payment.undone || payment.reversed || attempt.refundable === false) return 0n
  const refunds = nonFailed(state.refunds).filter(({ attemptId }) => attemptId === attempt.id)
  return BigInt(payment.amount) - sum(refunds.map(({ amount }) => amount))
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
