import { percentOf } from '../shared/decimal.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { Part } from './groups.ts'
import { priceOut } from './price-out.ts'
import type { Adjustment, LineAmount, Priced, TaxGroup, Totals } from './types.ts'

/** Returns minor units. Halves are rounded away from zero. */
export function totalsOf(priced: Priced): Totals {
  const groups = priceOut(priced)
  const sum = (amounts: bigint[]) => amounts.reduce((all, amount) => all + amount, 0n)
  const discounts = priced.discounts?.length ?? 0
  const adjusted = (from: number, to?: number) =>
    sum(groups.flatMap(({ adjustments }) => adjustments.slice(from, to).map(({ amount }) => amount)))
  const net = sum(groups.map((group) => group.net))
  const tax = sum(groups.map((group) => group.tax))
  const stated = groups.map(({ category, taxRate, reasons, net: netOf, tax: taxOf }): TaxGroup => ({
    category,
    taxRate,
    net: Number(netOf),
    tax: Number(taxOf),
    ...(reasons.length > 0 ? { reason: reasons.join('; ') } : {}),
  }))
  return {
    subtotal: Number(sum(groups.flatMap(({ lines }) => lines.map(({ part }) => part.amount)))),
    discount: Number(-adjusted(0, discounts)),
    charge: Number(adjusted(discounts)),
    net: Number(net),
    tax: Number(tax),
    rounding: roundingOf(groups),
    amount: Number(net + tax),
    groups: stated,
  }
}

interface NetAtRate {
  net: MinorUnits | bigint
  taxRate: string
}

/** Returns the tax less net times rate (BT-114). */
export function roundingOf(groups: readonly (NetAtRate & { tax: MinorUnits | bigint })[]): MinorUnits {
  return Number(groups.reduce((sum, { tax, ...group }) => sum + BigInt(tax) - exactStandardTax(group), 0n))
}

/** Returns round(net × rate), as EN 16931 has it (BR-CO-17). */
export function standardTax(group: NetAtRate): MinorUnits {
  return Number(exactStandardTax(group))
}

function exactStandardTax({ net, taxRate }: NetAtRate): bigint {
  return percentOf(BigInt(net), taxRate)
}

/** Returns the small-business note that exempted lines without rate and category at issue. */
export function noteOfIssue(priced: Priced, groups: readonly TaxGroup[]): string | undefined {
  const note = groups.find(({ category }) => category === 'exempt')?.reason
  if (note === undefined) return undefined
  const exempted = totalsOf({ ...priced, smallBusinessNote: note }).groups
  const isSame = exempted.every(({ category, taxRate, net }) =>
    groups.some((group) => group.category === category && group.taxRate === taxRate && group.net === net),
  )
  return isSame ? note : undefined
}

/** Returns one for each line, in minor units. */
export function lineAmounts(priced: Priced): LineAmount[] {
  const amounts: LineAmount[] = []
  for (const { lines } of priceOut(priced)) {
    for (const { index, part } of lines) amounts[index] = toAmount(part)
  }
  return amounts
}

export interface AdjustmentAmount extends LineAmount {
  adjustment: Adjustment
  isDiscount: boolean
  /** The shares follow the order of the groups. */
  shares: LineAmount[]
}

/** Returns the discounts of the whole invoice, as positive amounts, then its charges. */
export function adjustmentAmounts(priced: Priced): AdjustmentAmount[] {
  const groups = priceOut(priced)
  const { discounts = [], charges = [] } = priced
  return [...discounts, ...charges].map((adjustment, index) => {
    const isDiscount = index < discounts.length
    const shares = groups
      .flatMap(({ adjustments }) => adjustments[index] ?? [])
      .map((part) => {
        const { amount, net, tax } = toAmount(part)
        return isDiscount
          ? { amount: negative(amount), net: negative(net), tax: negative(tax) }
          : { amount, net, tax }
      })
    const sum = (field: keyof LineAmount) => shares.reduce((all, share) => all + share[field], 0)
    return { adjustment, isDiscount, shares, amount: sum('amount'), net: sum('net'), tax: sum('tax') }
  })
}

/** Avoids -0. */
function negative(amount: MinorUnits): MinorUnits {
  return 0 - amount
}

function toAmount({ amount, net, tax }: Part): LineAmount {
  return { amount: Number(amount), net: Number(net), tax: Number(tax) }
}

type SavedTotals = Pick<Totals, (typeof SUMS)[number]> & { taxes: TaxGroup[] }

/**
 * Returns the groups of a draft with the note of the day of issue.
 * The groups stay as they are if the note would change an amount.
 */
export function groupsAtIssue(priced: Priced, { taxes, ...saved }: SavedTotals): TaxGroup[] {
  const { groups, ...sums } = totalsOf(priced)
  return SUMS.every((name) => sums[name] === saved[name]) ? groups : taxes
}

const SUMS = ['subtotal', 'discount', 'charge', 'net', 'tax', 'rounding', 'amount'] as const
