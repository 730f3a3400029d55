import type { MinorUnits } from '../shared/money.ts'
import { amountLeftOf, netExpected, netReceived } from './evolve/balance.ts'
import type { MoneyRules } from './events.ts'
import type { InvoiceState } from './state.ts'

// An invoice keeps the policies of its `issued` event.

export function isLatePaymentKept(state: InvoiceState, amount: MinorUnits): boolean {
  if (state.rules.latePaymentPolicy !== 'keep') return false
  if (state.voidRequestedAt !== undefined) return true
  const { voidedAt, ...open } = state
  // A credit note stays, so it leaves nothing that a payment could pay.
  if (amountLeftOf(state) === 0) return false
  return voidedAt !== undefined && netReceived(state) + amount >= netExpected(open)
}

export function isOverpaymentRefunded({ overpaymentPolicy }: MoneyRules): boolean {
  return overpaymentPolicy === 'refund'
}

export function isAutoRefunded(
  { rules, voidedAt, payments, attempts }: InvoiceState,
  paymentId: string,
): boolean {
  const payment = payments.find(({ id }) => id === paymentId)
  const attempt = attempts.find(({ id }) => id === paymentId)
  if (payment?.by !== 'bank' || attempt?.refundable === false) return false
  return voidedAt === undefined ? isOverpaymentRefunded(rules) : rules.latePaymentPolicy === 'refund'
}
