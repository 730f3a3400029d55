import { withoutZeros } from '../shared/decimal.ts'
import type { InvoiceLine, TaxCategory } from './types.ts'

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
