import { decimalOf, divideRounded, percentOf } from '../shared/decimal.ts'
import type { Adjustment, InvoiceLine } from './types.ts'

/** Returns quantity times price, of which the percentages of a line are taken. */
export function lineBase(line: InvoiceLine): bigint {
  const quantity = decimalOf(line.quantity)
  const price = decimalOf(line.unitAmount)
  return divideRounded(quantity.digits * price.digits, 10n ** BigInt(quantity.scale + price.scale))
}

export function lineAmount(line: InvoiceLine): bigint {
  const base = lineBase(line)
  const sum = (adjustments: readonly Adjustment[] = []) =>
    adjustments.reduce((all, adjustment) => all + adjustmentOf(base, adjustment), 0n)
  return base - sum(line.discounts) + sum(line.charges)
}

export function adjustmentOf(base: bigint, adjustment: Adjustment): bigint {
  return 'amount' in adjustment ? BigInt(adjustment.amount) : percentOf(base, adjustment.percent)
}
