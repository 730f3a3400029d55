import type { ElectronicAddress, ServicePeriod } from '../party/party.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import { type Currency, MAX_AMOUNT, type MinorUnits } from '../shared/money.ts'
import { nationalTaxOf } from '../tax/national-tax.ts'
import {
  type InvoiceLine,
  type NationalTax,
  NET_PRICES,
  type Priced,
  type TaxExchange,
  type TaxRules,
} from '../tax/types.ts'
import type { DecimalRule } from './amounts.ts'
import type { CellError } from './cell-errors.ts'
import type { ReadSettings } from './settings.ts'
import type { AttachedFormat } from '../einvoice/format.ts'

export interface FileRecord {
  rowNumber: number
  lineNumber: number
  cells: string[]
}

export interface FileRow extends FileRecord {
  invoice: ParsedInvoice | null
  errors: CellError[] | null
  invoiceNumber?: string
}

export interface ParsedInvoice {
  customerName: string
  customerEmail: string
  customerPhone?: string
  customerCompanyNumber?: string
  customerTaxNumber?: string
  customerVatNumber?: string
  billingAddress?: string
  electronicAddress?: ElectronicAddress
  einvoiceFormat?: AttachedFormat
  purchaseOrder?: string
  buyerReference?: string
  deliveryAddress?: string
  deliveryDate?: CalendarDate
  servicePeriod?: ServicePeriod
  taxExchange?: TaxExchange
  /** Set only for an invoice that existed before. */
  issueDate?: CalendarDate
  amountPaid?: MinorUnits
  currency: Currency
  subtotal: MinorUnits
  tax: MinorUnits
  amount: MinorUnits
  dueDate: CalendarDate
  description: string
  lines: InvoiceLine[]
  number?: string
  instructions?: string
  language?: string
  /** Absent for net prices, whose tax is rounded for each rate. */
  taxRules?: TaxRules
  metadata: Record<string, string>
}

export function pricedOfRow({ lines, taxRules = NET_PRICES }: ParsedInvoice): Priced {
  return { lines, ...taxRules }
}

export function nationalTaxOfRow({ tax, currency, taxExchange }: ExchangedTax): NationalTax | undefined {
  return taxExchange && nationalTaxOf(tax, currency, taxExchange)
}

type ExchangedTax = Pick<ParsedInvoice, 'tax' | 'currency' | 'taxExchange'>

export const NATIONAL_TAX_TOO_LARGE = {
  code: 'too_large',
  detail: 'makes a tax that is more than any invoice can have',
}

export function isNationalTaxTooLarge(invoice: ExchangedTax): boolean {
  return (nationalTaxOfRow(invoice)?.amount ?? 0) > MAX_AMOUNT
}

export interface RowRules
  extends DecimalRule, Pick<ReadSettings, 'dateFormat' | 'pricesIncludeTax'>, Pick<TaxRules, 'taxRounding'> {
  today: CalendarDate
  lastDay: CalendarDate
  /** An invoice that is taken over must not be older. */
  firstDay: CalendarDate
  /** The currencies with a payout account. */
  currencies: ReadonlySet<string>
  /** No rail of the server brings money in the other currencies. */
  isOffered: (currency: Currency) => boolean
  /** The code of ISO 3166-1, or an empty text. */
  sellerCountry: string
}
