import type { Currency, MinorUnits } from '../shared/money.ts'
import type { TaxCategory } from './category.ts'
import type { UnitCode } from './units.ts'

export interface InvoiceLine {
  description: string
  /** Decimal text: `2.5`. A negative quantity takes something back. */
  quantity: string
  unit?: UnitCode
  /** Minor units as decimal text with at most 6 decimals: `0.35` is 0.0035 EUR. */
  unitAmount: string
  discounts?: Adjustment[]
  charges?: Adjustment[]
  /** Per cent, as decimal text: `5.5`. */
  taxRate?: string
  taxCategory?: TaxCategory
  exemptionReason?: string
}

/** Amount and percentage are positive. */
export type Adjustment = ({ amount: MinorUnits } | { percent: string }) & { description?: string }

export interface TaxRules {
  pricesIncludeTax: boolean
  /** Rounds the tax once for each rate and category, or on each line. */
  taxRounding: TaxRounding
}

export const TAX_ROUNDINGS = ['group', 'line'] as const
export type TaxRounding = (typeof TAX_ROUNDINGS)[number]

/** The fields decide the totals of an invoice. */
export interface Priced extends TaxRules {
  lines: InvoiceLine[]
  /** Both apply to the whole invoice. */
  discounts?: Adjustment[] | undefined
  charges?: Adjustment[] | undefined
  /** Makes lines without rate and category exempt, for this reason. */
  smallBusinessNote?: string | undefined
}

export interface TaxGroup {
  category: TaxCategory
  taxRate: string
  net: MinorUnits
  tax: MinorUnits
  reason?: string
}

export interface Totals {
  /** The sum is as priced: before tax, or with it. */
  subtotal: MinorUnits
  /** Both apply to the whole invoice, as priced. */
  discount: MinorUnits
  charge: MinorUnits
  net: MinorUnits
  tax: MinorUnits
  /** The tax exceeds net times rate by this rounding amount (BT-114). */
  rounding: MinorUnits
  amount: MinorUnits
  groups: TaxGroup[]
  /** Documents state it if the invoice has an exchange rate. */
  nationalTax?: NationalTax
}

export interface TaxExchange {
  /** The currency is that of the seller's country. */
  currency: Currency
  /** Units of it for one unit of the invoice's currency, as decimal text. */
  exchangeRate: string
}

/** Documents state the tax in this currency too. */
export interface NationalTax extends TaxExchange {
  invoiceCurrency: Currency
  /** Minor units of `currency`. */
  amount: MinorUnits
}

export interface LineAmount {
  /** The amount is as priced, after the discounts and charges of the line. */
  amount: MinorUnits
  net: MinorUnits
  tax: MinorUnits
}

export const NET_PRICES: TaxRules = { pricesIncludeTax: false, taxRounding: 'group' }
