import type { MinorUnits } from '../../shared/money.ts'
import type { Refund } from '../refund.ts'
import type { Derived, InvoiceState, Payment, PaymentAttempt } from '../state.ts'
import type { InvoiceStatus } from '../status.ts'

// All sums of an invoice are in minor units.

/** Sums payments that were not undone, minus refunds that did not fail. */
export function netReceived(state: InvoiceState): MinorUnits {
  return grossReceived(state) - sum(nonFailed(state.refunds).map(({ amount }) => amount))
}

/** Payments that were not undone. */
export function grossReceived({ payments }: InvoiceState): MinorUnits {
  return sum(payments.filter(({ undone }) => !undone).map(({ amount }) => amount))
}

/**
 * Returns the sum that the merchant keeps in the end. A void invoice keeps nothing, and write-offs reduce the
 * amount.
 */
export function netExpected(state: InvoiceState): MinorUnits {
  return state.voidedAt === undefined ? state.amount - principalRefunded(state, true) : 0
}

/** Computes the invoice's sums, and each payment's share of the amount. */
export function balance(
  state: InvoiceState,
): Omit<Derived, 'status' | 'receipt'> & Pick<InvoiceState, 'payments'> {
  const isOpen = !state.isPaid && state.voidedAt === undefined
  const missing = netExpected(state) - netReceived(state)
  return {
    payments: allocated(state),
    amountPaid: Math.min(grossReceived(state), state.voidedAt === undefined ? state.amount : 0),
    amountDue: isOpen ? Math.max(missing, 0) : 0,
    amountRefunded: sum(
      state.refunds.filter((refund) => refund.status === 'executed').map(({ amount }) => amount),
    ),
    amountOverpaid: Math.max(-missing, 0),
  }
}

/**
 * Allocates the payments and makes receipts pending. A rail's payment gets a receipt once a part surely pays
 * the invoice. Open refunds can still fail, and free no amount for a later payment.
 */
function allocated(state: InvoiceState): Payment[] {
  const afterExecuted = { ...state, refunds: state.refunds.filter(({ status }) => status === 'executed') }
  const sure = allocations(afterExecuted)
  const now = allocations(state)
  return state.payments.map((payment, index) => {
    const pays = payment.by === 'bank' && (sure[index] ?? 0) > 0
    const receipt = pays && payment.receipt === 'none' ? 'pending' : payment.receipt
    return { ...payment, allocated: now[index] ?? 0, receipt }
  })
}

/** Computes the part of each payment that pays the invoice, in the order of arrival. */
function allocations(state: InvoiceState): MinorUnits[] {
  let room = principalRefunded(state, false) + (state.voidedAt === undefined ? state.amount : 0)
  return state.payments.map((payment) => {
    const share = payment.undone ? 0 : Math.min(payment.amount, Math.max(room, 0))
    room -= share
    return share
  })
}

/** Sums refunded money that had paid the invoice. The customer does not pay a write-off again. */
function principalRefunded({ refunds }: InvoiceState, isWriteOff: boolean): MinorUnits {
  const counted = nonFailed(refunds).filter((refund) => refund.isWriteOff === isWriteOff)
  return sum(counted.map(({ amount }) => amount)) - sum(counted.map(({ fromOverpayment }) => fromOverpayment))
}

function nonFailed(refunds: readonly Refund[]): Refund[] {
  return refunds.filter(({ status }) => status !== 'failed')
}

/** The fields of an invoice's state or row that determine the requested amount. */
export interface AmountsDue {
  amount: MinorUnits
  amountDue: MinorUnits
  deposit?: MinorUnits | null | undefined
  status: InvoiceStatus
}

/**
 * Returns the amount requested from the customer now. Before the due date has passed, an unpaid deposit comes
 * first. From overdue on, the whole amount due is requested.
 */
export function amountRequested({ amount, amountDue, deposit, status }: AmountsDue): MinorUnits {
  const due = amountDue
  if (status === 'overdue') return due
  const depositDue = (deposit ?? 0) - (amount - due)
  return depositDue > 0 && depositDue < due ? depositDue : due
}

/** Checks that the deposit is paid, or that the invoice has none. */
export function isDepositPaid(state: InvoiceState): boolean {
  return state.amount - state.amountDue >= (state.deposit ?? 0)
}

/** Computes the part of an attempt's payment that the rail can still refund. */
export function refundable(state: InvoiceState, attempt: PaymentAttempt): MinorUnits {
  const payment = state.payments.find(({ id }) => id === attempt.id)
  if (!payment || payment.undone || payment.reversed || attempt.refundable === false) return 0
  const refunds = nonFailed(state.refunds).filter(({ attemptId }) => attemptId === attempt.id)
  return payment.amount - sum(refunds.map(({ amount }) => amount))
}

function sum(amounts: readonly MinorUnits[]): MinorUnits {
  return amounts.reduce((total, amount) => total + amount, 0)
}
