import { type Decimal, multiplyRounded, parseDecimal } from './decimal.ts'
import type { MinorUnits } from './money.ts'
import type { Locale } from '../texts/locale.ts'

export interface InvoiceLine {
  description: string
  /** Decimal text: `2.5`. */
  quantity: string
  /** Minor units, before tax. */
  unitAmount: MinorUnits
  /** Percent, as decimal text: `5.5`. */
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
 * Rounds halves away from zero.
 */
export function lineTotal(line: InvoiceLine): LineTotal {
  const { amount, tax } = exactTotal(line)
  return { amount: Number(amount), tax: Number(tax) }
}

/**
 * Rounds the tax of each line, so the lines add up to the total.
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

export function taxRows(
  lines: readonly InvoiceLine[],
  { t, decimal: localDecimal }: Pick<Locale, 't' | 'decimal'>,
  money: (amount: MinorUnits) => string,
): [label: string, tax: string][] {
  return groupTaxRows(sumByRate(lines), { t, decimal: localDecimal }, money)
}

export function groupTaxRows(
  rates: readonly RateTotal[],
  { t, decimal: localDecimal }: Pick<Locale, 't' | 'decimal'>,
  money: (amount: MinorUnits) => string,
): [label: string, tax: string][] {
  if (rates.every(({ tax }) => tax === 0)) return []
  const [only] = rates
  if (only && rates.length === 1) return [[t('tax.all'), money(only.tax)]]
  return rates.map(({ taxRate, net, tax }) => [
    taxRate === undefined
      ? t('tax.none', { net: money(net) })
      : t('tax.rate', { rate: localDecimal(taxRate), net: money(net) }),
    money(tax),
  ])
}

interface RateTotal extends Pick<InvoiceLine, 'taxRate'> {
  net: MinorUnits
  tax: MinorUnits
}

export function sumByRate(lines: readonly InvoiceLine[]): RateTotal[] {
  const groups = Map.groupBy(lines, ({ taxRate }) => (taxRate === undefined ? -1 : Number(taxRate)))
  return [...groups]
    .toSorted(([a], [b]) => b - a)
    .map(([rate, group]) => {
      const { subtotal: net, tax } = sumLines(group)
      return rate < 0 ? { net, tax } : { taxRate: String(rate), net, tax }
    })
}

/** Computes with bigint, because price times quantity can exceed 2^53. */
function exactTotal(line: InvoiceLine): { amount: bigint; tax: bigint } {
  const amount = multiplyRounded(BigInt(line.unitAmount), decimal(line.quantity))
  if (line.taxRate === undefined) return { amount, tax: 0n }
  const rate = decimal(line.taxRate)
  return { amount, tax: multiplyRounded(amount, { digits: rate.digits, scale: rate.scale + 2 }) }
}

export function decimal(text: string): Decimal {
  const parsed = parseDecimal(text)
  if (!parsed) throw new RangeError(`not a decimal number: ${text}`)
  return parsed
}
