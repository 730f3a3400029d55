import { type Decimal, multiplyRounded, parseDecimal } from './decimal.ts'
import type { MinorUnits } from './money.ts'

/** A line of an invoice. Decimals are text, because floats cannot hold 0.1 exactly. */
export interface InvoiceLine {
  description: string
  /** Decimal text, `1` or `2.5`. */
  quantity: string
  /** Minor units for a quantity of one, before tax. */
  unitAmount: MinorUnits
  /** Percent as decimal text, `20` or `5.5`. Absent means no tax. */
  taxRate?: string
}

export interface LineTotal {
  /** Minor units, before tax. */
  amount: bigint
  tax: bigint
}

export interface Totals {
  subtotal: bigint
  tax: bigint
  /** Minor units, with tax: the amount of the invoice. */
  amount: bigint
}

/**
 * Computes a line's amount and tax in minor units. Halves round to the larger magnitude.
 *
 * @throws RangeError for invalid decimals
 */
export function lineTotal(line: InvoiceLine): LineTotal {
  const amount = multiplyRounded(BigInt(line.unitAmount), decimal(line.quantity))
  if (line.taxRate === undefined) return { amount, tax: 0n }
  const rate = decimal(line.taxRate)
  return { amount, tax: multiplyRounded(amount, { digits: rate.digits, scale: rate.scale + 2 }) }
}

/** Sums the lines in minor units. Tax is rounded per line, so the visible lines add up to the total. */
export function sumLines(lines: readonly InvoiceLine[]): Totals {
  let subtotal = 0n
  let tax = 0n
  for (const line of lines) {
    const totals = lineTotal(line)
    subtotal += totals.amount
    tax += totals.tax
  }
  return { subtotal, tax, amount: subtotal + tax }
}

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text)
  if (!parsed) throw new RangeError(`not a decimal number: ${text}`)
  return parsed
}
