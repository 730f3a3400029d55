import { decimalOf, divideRounded } from '../shared/decimal.ts'
import { groupKey, taxOf, TAX_CATEGORIES, type TaxCategory } from './category.ts'
import { lineAmount } from './line-amount.ts'
import { splitExactly } from './split.ts'
import type { Priced } from './types.ts'

/** A part is a line, or a share in a discount or charge. Minor units. */
export interface Part {
  /** The amount is as priced, and negative for a discount of the whole invoice. */
  amount: bigint
  net: bigint
  tax: bigint
}

export interface Group {
  category: TaxCategory
  taxRate: string
  reasons: string[]
  lines: { index: number; part: Part }[]
  /** The discounts of the whole invoice come first, then its charges. */
  adjustments: Part[]
  net: bigint
  tax: bigint
}

export function groupsOf({ lines, smallBusinessNote }: Priced): Group[] {
  const groups = new Map<string, Group>()
  for (const [index, line] of lines.entries()) {
    const { category, taxRate, reason } = taxOf(line, smallBusinessNote)
    const key = groupKey({ category, taxRate })
    const group = groups.get(key) ?? {
      category,
      taxRate,
      reasons: [],
      lines: [],
      adjustments: [],
      net: 0n,
      tax: 0n,
    }
    if (reason !== undefined && !group.reasons.includes(reason)) group.reasons.push(reason)
    group.lines.push({ index, part: newPart(lineAmount(line)) })
    groups.set(key, group)
  }
  return [...groups.values()].toSorted(
    (a, b) =>
      Number(b.taxRate) - Number(a.taxRate) ||
      TAX_CATEGORIES.indexOf(a.category) - TAX_CATEGORIES.indexOf(b.category),
  )
}

export function newPart(amount: bigint): Part {
  return { amount, net: amount, tax: 0n }
}

/** The parts of a group add up to its net and its tax. */
export function addTax(group: Group, { pricesIncludeTax, taxRounding }: Priced): void {
  const parts = [...group.lines.map(({ part }) => part), ...group.adjustments]
  const amount = parts.reduce((sum, part) => sum + part.amount, 0n)
  const { digits, scale } = decimalOf(group.taxRate)
  const hundred = 100n * 10n ** BigInt(scale)
  const whole = pricesIncludeTax ? hundred + digits : hundred
  const taxes =
    taxRounding === 'line' && !pricesIncludeTax
      ? parts.map((part) => divideRounded(part.amount * digits, whole))
      : splitExactly(
          divideRounded(amount * digits, whole),
          parts.map((part) => part.amount * digits),
          whole,
        )
  for (const [index, part] of parts.entries()) {
    part.tax = taxes[index] ?? 0n
    part.net = pricesIncludeTax ? part.amount - part.tax : part.amount
    group.net += part.net
    group.tax += part.tax
  }
}
