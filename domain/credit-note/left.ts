import { type Decimal, decimalOf } from '../shared/decimal.ts'
import type { MinorUnits } from '../shared/money.ts'
import { groupKey } from '../tax/category.ts'
import type { TaxGroup } from '../tax/types.ts'
import { minus } from './quantity.ts'
import type { CreditBasis, CreditNoteContent } from './types.ts'

/** Earlier credit notes left this of an invoice. */
export interface Left {
  lines: { quantity: Decimal; amount: MinorUnits }[]
  groups: TaxGroup[]
  /** The lines of these groups no longer add up to their group. */
  reduced: ReadonlySet<string>
}

export function leftOf({ lines, groups }: CreditBasis, earlier: readonly CreditNoteContent[]): Left {
  const credited = earlier.flatMap((note) => note.lines)
  const creditedLines = Map.groupBy(credited, ({ line }) => line)
  const creditedGroups = Map.groupBy(
    earlier.flatMap((note) => note.groups),
    groupKey,
  )
  return {
    lines: lines.map(({ quantity, amount }, index) => {
      const parts = creditedLines.get(index) ?? []
      return {
        quantity: parts.reduce((rest, part) => minus(rest, decimalOf(part.quantity)), decimalOf(quantity)),
        amount: parts.reduce((rest, part) => rest - part.amount, amount),
      }
    }),
    groups: groups.map((group) => {
      const parts = creditedGroups.get(groupKey(group)) ?? []
      return parts.reduce(
        (rest, { net, tax }) => ({ ...rest, net: rest.net - net, tax: rest.tax - tax }),
        group,
      )
    }),
    reduced: new Set(credited.flatMap(({ isReduction, group }) => (isReduction ? [group] : []))),
  }
}
