import type { MinorUnits } from '../shared/money.ts'
import type { InvoiceLine, TaxGroup } from '../tax/types.ts'

/** Lines, amounts of tax rates, an amount of the whole, or all that is left. */
export type WantedCredit =
  | { lines: WantedLine[] }
  | { amounts: WantedAmount[] }
  | { amount: MinorUnits }
  | { rest: true }

export interface WantedLine {
  /** Index in the invoice. */
  line: number
  /** Without it, all that is left of the line. */
  quantity?: string
}

export interface WantedAmount {
  /** The key of a group. */
  group: string
  /** With tax. */
  amount: MinorUnits
}

/** An invoice by line, and by rate and category. */
export interface CreditBasis {
  lines: BasisLine[]
  groups: TaxGroup[]
  pricesIncludeTax: boolean
}

export interface BasisLine extends InvoiceLine {
  group: string
  /** As priced: with tax if the prices include it. */
  amount: MinorUnits
}

/** The amounts of the lines of a group add up to the group, as priced. */
export interface CreditedLine extends BasisLine {
  /** Index in the invoice. Other amounts have none. */
  line?: number
  /** An amount off a rate, which no line of the invoice names. */
  isReduction?: true
}

export interface CreditNoteContent {
  lines: CreditedLine[]
  groups: TaxGroup[]
  net: MinorUnits
  tax: MinorUnits
  amount: MinorUnits
}

/** The invoice has no line for these amounts, so the credit note names them. */
export interface CreditWords {
  reduction: string
  /** For discounts and charges of the whole invoice. */
  adjustment: string
}

/** Begins the numbers of credit notes, which have a counter of their own. */
export const CREDIT_NOTE_PREFIX = 'CN'

const CREDIT_NOTE_NUMBER = new RegExp(`^${CREDIT_NOTE_PREFIX}-\\d{4}-\\d{4,}$`, 'i')

/** An invoice must not have such a number, because a credit note can get it. */
export function isCreditNoteNumber(number: string): boolean {
  return CREDIT_NOTE_NUMBER.test(number)
}
