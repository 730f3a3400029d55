import type { CalendarDate } from '../shared/calendar.ts'
import type { InvoiceLine } from '../shared/lines.ts'
import type { Currency, MinorUnits } from '../shared/money.ts'
import type { DecimalRule } from './amounts.ts'
import type { CellError } from './cell-errors.ts'
import type { ReadSettings } from './settings.ts'

export interface FileRecord {
  /** `rowNumber` counts from 1, as in a spreadsheet. */
  rowNumber: number
  /** `lineNumber` is the row's first line, because a quoted cell can span several lines. */
  lineNumber: number
  cells: string[]
}

/** Either `invoice` or `errors` is null. */
export interface FileRow extends FileRecord {
  invoice: RowInvoice | null
  errors: CellError[] | null
  /** `number` is the invalid row's invoice number, so that the invoice's other rows fail too. */
  number?: string
}

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
  /** `lines` is absent for one line with the quantity 1. */
  lines?: InvoiceLine[]
  number?: string
  instructions?: string
  language?: string
  taxRate?: string
  metadata: Record<string, string>
}

export function linesOfRow({ description, lines, subtotal, taxRate }: RowInvoice): InvoiceLine[] {
  if (lines) return lines
  const line: InvoiceLine = { description, quantity: '1', unitAmount: subtotal }
  return [taxRate === undefined ? line : { ...line, taxRate }]
}

/** Dates are in the merchant's time zone. */
export interface RowRules extends DecimalRule, Pick<ReadSettings, 'dateFormat'> {
  today: CalendarDate
  lastDay: CalendarDate
  currencies: ReadonlySet<string>
}
