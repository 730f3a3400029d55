import { withoutZeros } from '../shared/decimal.ts'

/** The order is that of the documents. */
export const TAX_CATEGORIES = [
  'standard',
  'zero',
  'exempt',
  'reverse_charge',
  'intra_community',
  'export',
  'outside_scope',
] as const

/** S, Z, E, AE, K, G and O of EN 16931. */
export type TaxCategory = (typeof TAX_CATEGORIES)[number]

interface TaxedLine {
  taxRate?: string
  taxCategory?: TaxCategory
  exemptionReason?: string
}

interface LineTax {
  category: TaxCategory
  /** Per cent, without zeros at the end. */
  taxRate: string
  reason?: string
}

export function taxOf(
  { taxRate, taxCategory, exemptionReason }: TaxedLine,
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
export function groupKey({ category, taxRate }: Pick<LineTax, 'category' | 'taxRate'>): string {
  return `${category} ${taxRate}`
}
