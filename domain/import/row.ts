import type { CalendarDate } from '../shared/calendar.ts'
import type { Currency, MinorUnits } from '../shared/money.ts'
import type { DecimalRule } from './amounts.ts'
import type { CellError } from './cell-errors.ts'
import type { ReadSettings } from './settings.ts'

/** What a good row asks for, as it is kept until the import is confirmed. Amounts in minor units. */
export interface RowInvoice {
  customerName: string
  customerEmail: string
  customerPhone?: string
  billingAddress?: string
  currency: Currency
  subtotal: MinorUnits
  tax: MinorUnits
  amount: MinorUnits
  dueDate: CalendarDate
  description: string
  number?: string
  instructions?: string
  language?: string
  /** Percent as decimal text, on top of the subtotal. */
  taxRate?: string
  metadata: Record<string, string>
}

export type ReadRow = { invoice: RowInvoice } | { errors: CellError[] }

/** By what a row is read. The dates are the merchant's: today, and the last day a due date may be. */
export interface RowRules extends DecimalRule, Pick<ReadSettings, 'dateFormat'> {
  today: CalendarDate
  lastDay: CalendarDate
  /** In which the merchant has an account to be paid to. */
  currencies: ReadonlySet<string>
}
