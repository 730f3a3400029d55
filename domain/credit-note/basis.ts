import { type InvoiceLine, lineTotal, sumByRate } from '../shared/lines.ts'
import type { CreditBasis } from './types.ts'

export function creditBasis(lines: readonly InvoiceLine[]): CreditBasis {
  return {
    lines: lines.map((line) => ({ ...line, group: keyOf(line), amount: lineTotal(line).amount })),
    groups: sumByRate(lines).map((group) => ({ ...group, key: keyOf(group) })),
    pricesIncludeTax: false,
  }
}

function keyOf({ taxRate }: Pick<InvoiceLine, 'taxRate'>): string {
  return taxRate === undefined ? '' : String(Number(taxRate))
}
