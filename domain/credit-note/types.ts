import type { MinorUnits } from '../shared/money.ts'
import type { InvoiceLine, TaxGroup } from '../tax/types.ts'

/** `amount` is of the whole invoice, and `rest` takes all that is left. */
export type WantedCredit =
  | { lines: WantedLine[] }
  | { amounts: WantedAmount[] }
  | { amount: MinorUnits }
  | { rest: true }

export interface WantedLine {
  /** The number is an index in the invoice. */
  line: number
  /** An absent quantity means all that is left of the line. */
  quantity?: string
}

export interface WantedAmount {
  /** The text comes from `groupKey`. */
  group: string
  /** The amount includes the tax. */
  amount: MinorUnits
}

export interface CreditBasis {
  lines: BasisLine[]
  groups: TaxGroup[]
  pricesIncludeTax: boolean
}

export interface BasisLine extends InvoiceLine {
  group: string
  /** The amount includes the tax if the prices do. */
  amount: MinorUnits
}

/** The amounts of the lines of a group add up to the group, as priced. */
export interface CreditedLine extends BasisLine {
  /** The number is an index in the invoice. Other amounts have none. */
  line?: number
  /** The amount is off a rate, and no line of the invoice names it. */
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
  /** The text is for discounts and charges of the whole invoice. */
  adjustment: string
}

/** Begins the numbers of credit notes, which have a counter of their own. */
export const CREDIT_NOTE_PREFIX = 'CN'

const CREDIT_NOTE_NUMBER = new RegExp(`^${CREDIT_NOTE_PREFIX}-\\d{4}-\\d{4,}$`, 'i')

/** An invoice must not have such a number, because a credit note can get it. */
export function isCreditNoteNumber(number: string): boolean {
  return CREDIT_NOTE_NUMBER.test(number)
}
