import type { CalendarDate } from '../shared/calendar.ts'
import type { InvoiceLine } from '../shared/lines.ts'
import type { Currency, MinorUnits } from '../shared/money.ts'
import type { DecimalRule } from './amounts.ts'
import type { CellError } from './cell-errors.ts'
import type { ReadSettings } from './settings.ts'

/** A raw row of the file. */
export interface FileRecord {
  /** Row number as in a spreadsheet; the first row is 1. */
  rowNumber: number
  /** Number of the row's first line; quoted cells can span several lines. */
  lineNumber: number
  cells: string[]
}

/** A parsed row of the file. A row without errors has an invoice. */
export interface FileRow extends FileRecord {
  invoice: RowInvoice | null
  errors: CellError[] | null
  /** The invoice number of a row with errors. The other lines of the invoice fail too. */
  number?: string
}

/** The invoice of a row, as stored until the import is confirmed. Amounts are in minor units. */
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
  /** Absent for one line with the description, the subtotal and the tax rate. */
  lines?: InvoiceLine[]
  number?: string
  instructions?: string
  language?: string
  /** Percent as decimal text, added to the subtotal. */
  taxRate?: string
  metadata: Record<string, string>
}

/** Returns the lines of a row's invoice. */
export function linesOfRow({ description, lines, subtotal, taxRate }: RowInvoice): InvoiceLine[] {
  if (lines) return lines
  const line: InvoiceLine = { description, quantity: '1', unitAmount: subtotal }
  return [taxRate === undefined ? line : { ...line, taxRate }]
}

/** The rules by which rows are read. Dates are in the merchant's time zone. */
export interface RowRules extends DecimalRule, Pick<ReadSettings, 'dateFormat'> {
  today: CalendarDate
  lastDay: CalendarDate
  /** Currencies for which the merchant has a payout account. */
  currencies: ReadonlySet<string>
}
