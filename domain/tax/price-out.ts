import { percentOf } from '../shared/decimal.ts'
import { addTax, type Group, groupsOf, newPart } from './groups.ts'
import { splitByWeight } from './split.ts'
import type { Adjustment, Priced } from './types.ts'

/** Computes with bigint, because price times quantity can exceed 2^53. */
export function priceOut(priced: Priced): Group[] {
  const groups = groupsOf(priced)
  const weights = groups.map(({ lines }) => lines.reduce((sum, { part }) => sum + part.amount, 0n))
  const wholes: [Adjustment, bigint][] = [
    ...(priced.discounts ?? []).map((one): [Adjustment, bigint] => [one, -1n]),
    ...(priced.charges ?? []).map((one): [Adjustment, bigint] => [one, 1n]),
  ]
  for (const [adjustment, sign] of wholes) {
    const shares =
      'amount' in adjustment
        ? splitByWeight(BigInt(adjustment.amount), weights)
        : weights.map((weight) => percentOf(weight, adjustment.percent))
    for (const [index, share] of shares.entries()) groups[index]?.adjustments.push(newPart(sign * share))
  }
  for (const group of groups) addTax(group, priced)
  return groups
}
