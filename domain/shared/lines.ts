import { type Decimal, multiplyRounded, parseDecimal } from './decimal.ts'
import type { MinorUnits } from './money.ts'

/** Decimals are text, because floats cannot hold 0.1 exactly. */
export interface InvoiceLine {
  description: string
  /** `quantity` is decimal text, `1` or `2.5`. */
  quantity: string
  /** `unitAmount` is the price of one, before tax. */
  unitAmount: MinorUnits
  /** `taxRate` is in percent, as decimal text, `20` or `5.5`. Without `taxRate` no tax is added. */
  taxRate?: string
}

export interface LineTotal {
  amount: MinorUnits
  tax: MinorUnits
}

export interface Totals {
  subtotal: MinorUnits
  tax: MinorUnits
  amount: MinorUnits
}

/**
 * Halves round away from zero.
 *
 * @throws RangeError for invalid decimals
 */
export function lineTotal(line: InvoiceLine): LineTotal {
  const { amount, tax } = exactTotal(line)
  return { amount: Number(amount), tax: Number(tax) }
}

/**
 * Tax is rounded per line, so the visible lines add up to the total. A sum beyond `MAX_AMOUNT` is inexact,
 * but stays above the limit.
 *
 * @throws RangeError for invalid decimals
 */
export function sumLines(lines: readonly InvoiceLine[]): Totals {
  let subtotal = 0n
  let tax = 0n
  for (const line of lines) {
    const total = exactTotal(line)
    subtotal += total.amount
    tax += total.tax
  }
  return { subtotal: Number(subtotal), tax: Number(tax), amount: Number(subtotal + tax) }
}

/**
 * Lists the tax of each rate for a document.
 *
 * @param money writes an amount in minor units
 * @returns an empty list if all taxes are 0
 */
export function taxRows(
  lines: readonly InvoiceLine[],
  money: (amount: MinorUnits) => string,
): [label: string, tax: string][] {
  const rates = sumByRate(lines)
  if (rates.every(({ tax }) => tax === 0)) return []
  const [only] = rates
  if (only && rates.length === 1) return [['Tax', money(only.tax)]]
  return rates.map(({ taxRate, net, tax }) => [
    taxRate === undefined ? `No tax on ${money(net)}` : `Tax ${taxRate} % on ${money(net)}`,
    money(tax),
  ])
}

interface RateTotal extends Pick<InvoiceLine, 'taxRate'> {
  net: MinorUnits
  tax: MinorUnits
}

function sumByRate(lines: readonly InvoiceLine[]): RateTotal[] {
  const groups = Map.groupBy(lines, ({ taxRate }) => (taxRate === undefined ? -1 : Number(taxRate)))
  return [...groups]
    .toSorted(([a], [b]) => b - a)
    .map(([rate, group]) => {
      const { subtotal: net, tax } = sumLines(group)
      return rate < 0 ? { net, tax } : { taxRate: String(rate), net, tax }
    })
}

/** Computes with bigint, because amount times quantity can exceed `MAX_AMOUNT`. */
function exactTotal(line: InvoiceLine): { amount: bigint; tax: bigint } {
  const amount = multiplyRounded(BigInt(line.unitAmount), decimal(line.quantity))
  if (line.taxRate === undefined) return { amount, tax: 0n }
  const rate = decimal(line.taxRate)
  return { amount, tax: multiplyRounded(amount, { digits: rate.digits, scale: rate.scale + 2 }) }
}

function decimal(text: string): Decimal {
  const parsed = parseDecimal(text)
  if (!parsed) throw new RangeError(`not a decimal number: ${text}`)
  return parsed
}
