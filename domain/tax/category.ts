import { withoutZeros } from '../shared/decimal.ts'
import type { InvoiceLine, TaxCategory, TaxGroup } from './types.ts'

interface LineTax {
  category: TaxCategory
  /** Per cent, without zeros at the end. */
  taxRate: string
  reason?: string
}

export function taxOf(
  { taxRate, taxCategory, exemptionReason }: Pick<InvoiceLine, 'taxRate' | 'taxCategory' | 'exemptionReason'>,
  smallBusinessNote?: string,
): LineTax {
  const rate = withoutZeros(taxRate ?? '0')
  if (taxRate === undefined && taxCategory === undefined && smallBusinessNote !== undefined) {
    return { category: 'exempt', taxRate: rate, reason: exemptionReason ?? smallBusinessNote }
  }
  const category =
    taxCategory ?? (taxRate === undefined ? 'outside_scope' : rate === '0' ? 'zero' : 'standard')
  return {
    category,
    taxRate: rate,
    ...(exemptionReason === undefined ? {} : { reason: exemptionReason }),
  }
}

/** A document has one group for each key. */
export function groupKey({ category, taxRate }: Pick<TaxGroup, 'category' | 'taxRate'>): string {
  return `${category} ${taxRate}`
}
