import type { MinorUnits } from '../shared/money.ts'
import { netExpected, netReceived } from './evolve/balance.ts'
import type { InvoiceState } from './state.ts'

// An invoice keeps the policies that the merchant had at the time of issue.

/**
 * With `keep`, a payment cancels a requested void. An executed void ends only if the payments cover the
 * expected amount.
 */
export function isLatePaymentKept(state: InvoiceState, amount: MinorUnits): boolean {
  if (state.rules.latePaymentPolicy !== 'keep') return false
  if (state.voidRequestedAt !== undefined) return true
  const { voidedAt, ...open } = state
  return voidedAt !== undefined && netReceived(state) + amount >= netExpected(open)
}

/** Only a refundable payment by bank is refunded automatically. */
export function isAutoRefunded(
  { rules, voidedAt, payments, attempts }: InvoiceState,
  paymentId: string,
): boolean {
  const payment = payments.find(({ id }) => id === paymentId)
  const attempt = attempts.find(({ id }) => id === paymentId)
  if (payment?.by !== 'bank' || attempt?.refundable === false) return false
  return voidedAt === undefined ? rules.overpaymentPolicy === 'refund' : rules.latePaymentPolicy === 'refund'
}
