import { pricingOf } from '../../../domain/tax/pricing.ts'
import { groupsAtIssue } from '../../../domain/tax/totals.ts'
import type { TaxGroup } from '../../../domain/tax/types.ts'
import type { InvoiceRow } from '../../entities/index.ts'

/** Returns what an issue of the draft states. The note is that of the present profile. */
export function taxesAtIssue(draft: InvoiceRow, note: string | null | undefined): TaxGroup[] {
  return groupsAtIssue({ ...pricingOf(draft), smallBusinessNote: note ?? undefined }, draft)
}
