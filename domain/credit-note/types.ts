import type { InvoiceLine } from '../shared/lines.ts'
import type { MinorUnits } from '../shared/money.ts'

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

/** What an invoice asked for, by line and by rate. The lines of a group need not add up to it. */
export interface CreditBasis {
  lines: BasisLine[]
  groups: CreditedGroup[]
  pricesIncludeTax: boolean
}

export interface BasisLine extends InvoiceLine {
  group: string
  /** As priced: with tax if the prices include it. */
  amount: MinorUnits
}

/** The net and the tax of one rate. */
export interface CreditedGroup {
  key: string
  taxRate?: string
  net: MinorUnits
  tax: MinorUnits
}

export interface CreditedLine extends BasisLine {
  /** Index in the invoice. A line without it takes an amount off its rate. */
  line?: number
}

export interface CreditNoteContent {
  lines: CreditedLine[]
  groups: CreditedGroup[]
  net: MinorUnits
  tax: MinorUnits
  amount: MinorUnits
}
