import type { MinorUnits } from '../../shared/money.ts'
import type { Refund } from '../refund.ts'
import type { Derived, InvoiceState, Payment, PaymentAttempt } from '../state.ts'
import type { InvoiceStatus } from '../status.ts'

export function netReceived(state: InvoiceState): MinorUnits {
  return amountReceived(state) - sum(nonFailed(state.refunds).map(({ amount }) => amount))
}

type RefundAmount = Pick<Refund, 'amount' | 'status'>

export function refundPending({ refunds }: { refunds: readonly RefundAmount[] }): MinorUnits {
  return (
    sum(nonFailed(refunds).map(({ amount }) => amount)) - sum(executed(refunds).map(({ amount }) => amount))
  )
}

export function amountReceived({ payments }: InvoiceState): MinorUnits {
  return sum(payments.filter(({ undone }) => !undone).map(({ amount }) => amount))
}

export function netExpected(state: InvoiceState): MinorUnits {
  return state.voidedAt === undefined ? amountLeftOf(state) - principalRefunded(state, true) : 0
}

/** Returns the part of the invoice that no credit note covers. */
export function amountLeftOf({ amount, creditNotes }: InvoiceState): MinorUnits {
  return amount - sum(creditNotes.map((note) => note.amount))
}

export function balance(
  state: InvoiceState,
): Omit<Derived, 'status' | 'receipt'> & Pick<InvoiceState, 'payments'> {
  const isOpen = !state.isPaid && state.voidedAt === undefined
  const missing = netExpected(state) - netReceived(state)
  return {
    payments: allocated(state),
    amountPaid: Math.min(amountReceived(state), state.voidedAt === undefined ? amountLeftOf(state) : 0),
    amountDue: isOpen ? Math.max(missing, 0) : 0,
    amountRefunded: sum(executed(state.refunds).map(({ amount }) => amount)),
    amountCredited: state.amount - amountLeftOf(state),
    amountOverpaid: Math.max(-missing, 0),
  }
}

/** Receipts depend on executed refunds alone, because an open refund can still fail. */
function allocated(state: InvoiceState): Payment[] {
  const afterExecuted = { ...state, refunds: executed(state.refunds) }
  const sure = allocations(afterExecuted)
  const now = allocations(state)
  return state.payments.map((payment, index) => {
    const pays = payment.by === 'bank' && (sure[index] ?? 0) > 0
    const receipt = pays && payment.receipt === 'none' ? 'pending' : payment.receipt
    return { ...payment, allocated: now[index] ?? 0, receipt }
  })
}

function allocations(state: InvoiceState): MinorUnits[] {
  let room = principalRefunded(state, false) + (state.voidedAt === undefined ? amountLeftOf(state) : 0)
  return state.payments.map((payment) => {
    const share = payment.undone ? 0 : Math.min(payment.amount, Math.max(room, 0))
    room -= share
    return share
  })
}

function principalRefunded({ refunds }: InvoiceState, isWriteOff: boolean): MinorUnits {
  const counted = nonFailed(refunds).filter((refund) => refund.isWriteOff === isWriteOff)
  return sum(counted.map(({ amount }) => amount)) - sum(counted.map(({ fromOverpayment }) => fromOverpayment))
}

function executed<R extends RefundAmount>(refunds: readonly R[]): R[] {
  return refunds.filter(({ status }) => status === 'executed')
}

function nonFailed<R extends RefundAmount>(refunds: readonly R[]): R[] {
  return refunds.filter(({ status }) => status !== 'failed')
}

export interface AmountsDue {
  amount: MinorUnits
  amountCredited: MinorUnits
  amountDue: MinorUnits
  deposit?: MinorUnits | null | undefined
  status: InvoiceStatus
}

export function amountRequested({
  amount,
  amountCredited,
  amountDue,
  deposit,
  status,
}: AmountsDue): MinorUnits {
  if (status === 'overdue') return amountDue
  const depositDue = (deposit ?? 0) - (amount - amountCredited - amountDue)
  return depositDue > 0 && depositDue < amountDue ? depositDue : amountDue
}

interface DepositAmounts extends Omit<AmountsDue, 'status'> {
  status: InvoiceStatus | 'open'
}

/** A deposit never exceeds what credit notes leave of the invoice. */
export function isDepositPaid({
  amount,
  amountCredited,
  amountDue,
  deposit,
  status,
}: DepositAmounts): boolean {
  const amountLeft = amount - amountCredited
  return status !== 'void' && amountLeft - amountDue >= Math.min(deposit ?? 0, amountLeft)
}

export function refundable(state: InvoiceState, attempt: PaymentAttempt): MinorUnits {
  const payment = state.payments.find(({ id }) => id === attempt.id)
  if (!payment || payment.undone || payment.reversed || attempt.refundable === false) return 0
  const refunds = nonFailed(state.refunds).filter(({ attemptId }) => attemptId === attempt.id)
  return payment.amount - sum(refunds.map(({ amount }) => amount))
}

/** Returns how much a rail can send back. The rest came in another way, or went to the merchant's own account. */
export function refundableByBank(state: InvoiceState): MinorUnits {
  const byBank = sum(state.attempts.map((attempt) => refundable(state, attempt)))
  return Math.max(0, Math.min(byBank, netReceived(state)))
}

function sum(amounts: readonly MinorUnits[]): MinorUnits {
  return amounts.reduce((total, amount) => total + amount, 0)
}
