import { groupKey, taxOf } from '../tax/category.ts'
import { lineAmounts } from '../tax/totals.ts'
import type { InvoiceLine, Priced, TaxGroup } from '../tax/types.ts'
import type { CreditBasis } from './types.ts'

/** `groups` must be those of the issue, because settings of the merchant can change. */
export function creditBasis(priced: Priced, groups: readonly TaxGroup[]): CreditBasis {
  const amounts = lineAmounts(priced)
  const known = new Set(groups.map(groupKey))
  const keyOf = (line: InvoiceLine) => {
    const key = groupKey(taxOf(line))
    // A note of a small business made lines without a rate exempt.
    return known.has(key) ? key : groupKey({ category: 'exempt', taxRate: '0' })
  }
  return {
    lines: priced.lines.map((line, index) => ({
      ...line,
      group: keyOf(line),
      amount: amounts[index]?.amount ?? 0,
    })),
    groups: [...groups],
    pricesIncludeTax: priced.pricesIncludeTax,
  }
}
