import type { CalendarDate } from '../shared/calendar.ts'
import { LIMITS } from '../invoice/limits.ts'
import type { Currency } from '../shared/money.ts'
import { totalsOf } from '../tax/totals.ts'
import { type InvoiceLine, NET_PRICES } from '../tax/types.ts'
import * as cell from './cells.ts'
import { type ColumnName, COLUMNS, type Target } from './columns.ts'
import { type Header, uploadedHeader } from './header.ts'
import { readDate } from './dates.ts'
import {
  type Cells,
  readDetails,
  readExchange,
  readIssueDate,
  readNumber,
  readTakenOver,
} from './read-details.ts'
import { checkTotals, readLinePrice, readLineTax } from './read-line.ts'
import { type CellError, type CellProblem, isProblem, truncateForDisplay } from './cell-errors.ts'
import type { FileRecord, FileRow, ParsedInvoice, RowRules } from './row.ts'

export class RowReader {
  readonly #header: Header
  readonly #rules: RowRules
  readonly #at = new Map<Target, number>()
  readonly #metadataKeys: string[]
  readonly #row: Cells = {
    line: (target, max) => this.#line(target, max),
    prose: (target, max) => this.#prose(target, max),
    value: (target, read) => this.#value(target, read),
    fail: (target, problem) => this.#fail(target, problem),
    date: cell.memoize((text) => readDate(text, this.#rules.dateFormat)),
    has: (target) => this.#at.has(target),
    hasOnlyAmount: () => this.#hasOnlyAmount(),
  }
  readonly #language = cell.memoize(cell.readLanguage)
  readonly #unit = cell.memoize(cell.readUnit)
  #cells: readonly string[] = []
  #errors: CellError[] = []

  constructor(header: Header, rules: RowRules) {
    this.#header = header
    this.#rules = rules
    for (const [index, target] of header.targets.entries()) if (target) this.#at.set(target, index)
    this.#metadataKeys = [...this.#at.keys()].flatMap((target) =>
      target.startsWith('metadata.') ? [target.slice('metadata.'.length)] : [],
    )
  }

  read(record: FileRecord): FileRow {
    this.#cells = record.cells
    this.#errors = []
    const invoice = this.#invoice()
    if (invoice && this.#errors.length === 0) return { ...record, invoice, errors: null }
    const invoiceNumber = this.#read('invoice_number').trim().slice(0, LIMITS.number)
    return {
      ...record,
      invoice: null,
      errors: this.#errors,
      ...(invoiceNumber === '' ? {} : { invoiceNumber }),
    }
  }

  #invoice(): ParsedInvoice | undefined {
    this.#checkWidth()
    const customerName = this.#line('customer_name', LIMITS.customerName)
    const customerEmail = this.#value('customer_email', cell.readEmail)
    const currency = this.#value('currency', (text) => this.#currency(text))
    const price = readLinePrice(this.#row, this.#rules, currency)
    const issueDate = readIssueDate(this.#row, this.#rules)
    const dueDate = this.#value('due_date', (text) => this.#inTime(this.#row.date(text), issueDate))
    const description = this.#prose('description', LIMITS.description)
    const customerPhone = this.#value('customer_phone', cell.readPhone)
    const billingAddress = this.#prose('billing_address', LIMITS.billingAddress)
    const number = readNumber(this.#row)
    const instructions = this.#prose('instructions', LIMITS.instructions)
    const language = this.#value('language', this.#language)
    const tax = readLineTax(this.#row)
    const unit = this.#value('unit', this.#unit)
    const pricesIncludeTax =
      this.#value('prices_include_tax', cell.readYesOrNo) ?? this.#rules.pricesIncludeTax ?? false
    const metadata = this.#metadata()
    if (!customerName || !customerEmail || !currency || !price || !dueDate || !description) return undefined
    const { quantity, unitAmount, discount, stated } = price
    const line: InvoiceLine = { description, quantity, unitAmount, ...tax }
    if (unit !== undefined) line.unit = unit
    if (discount) line.discounts = [discount]
    const { taxRounding } = this.#rules
    const taxRules = { pricesIncludeTax, taxRounding }
    const totals = totalsOf({ lines: [line], ...taxRules })
    checkTotals(this.#row, line, totals, stated)
    const { subtotal, amount } = totals
    const invoice: ParsedInvoice = {
      customerName,
      customerEmail,
      currency,
      subtotal,
      tax: totals.tax,
      amount,
      dueDate,
      description,
      lines: [line],
      metadata,
    }
    if (customerPhone !== undefined) invoice.customerPhone = customerPhone
    if (billingAddress !== undefined) invoice.billingAddress = billingAddress
    if (number !== undefined) invoice.number = number
    readDetails(this.#row, invoice)
    readTakenOver(this.#row, this.#rules, invoice, issueDate)
    readExchange(this.#row, this.#rules, invoice)
    if (instructions !== undefined) invoice.instructions = instructions
    if (language !== undefined) invoice.language = language
    if (pricesIncludeTax || taxRounding !== NET_PRICES.taxRounding) invoice.taxRules = taxRules
    return invoice
  }

  #currency(text: string): Currency | CellProblem {
    const currency = cell.readCurrency(text)
    if (isProblem(currency) || this.#rules.currencies.has(currency)) return currency
    const detail = this.#rules.isOffered(currency)
      ? `has no payout account: set one for ${currency} first`
      : `cannot be ${currency}: no payment provider of this server pays there`
    return { code: 'no_payout_account', detail }
  }

  /** A key such as `__proto__` must become an ordinary property. */
  #metadata(): Record<string, string> {
    return Object.fromEntries(
      this.#metadataKeys.flatMap((key) => {
        const value = this.#prose(`metadata.${key}`, LIMITS.metadataValue)
        return value === undefined ? [] : [[key, value]]
      }),
    )
  }

  #checkWidth(): void {
    const { length } = this.#header.names
    if (this.#cells.length <= length) return
    const beyond = this.#cells.slice(length)
    if (beyond.every((text) => text.trim() === '')) return
    const detail = `the row has ${this.#cells.length} cells and the header ${length}: a delimiter inside a cell needs quotes around it`
    this.#errors.push({
      column: null,
      target: null,
      value: truncateForDisplay(beyond.join(' ')),
      code: 'too_many_cells',
      detail,
    })
  }

  #line(target: Target, max: number): string | undefined {
    return this.#cell(target, (text) => cell.readLine(text, max))
  }

  #prose(target: Target, max: number): string | undefined {
    return this.#cell(target, (text) => cell.readProse(text, max))
  }

  #value<T>(target: Target, read: (text: string) => T | CellProblem): T | undefined {
    return this.#cell(target, (text) => cell.readValue(text, read))
  }

  #cell<T>(target: Target, read: (text: string) => T | CellProblem): T | undefined {
    const text = this.#read(target)
    if (text === '') {
      if (this.#isRequired(target)) {
        const { form } = COLUMNS[target as ColumnName]
        this.#fail(target, { code: 'required', detail: `must not be empty: ${form}` })
      }
      return undefined
    }
    const value = read(text)
    if (!isProblem(value)) return value
    this.#fail(target, value)
    return undefined
  }

  #read(target: Target): string {
    const index = this.#at.get(target)
    return index === undefined ? '' : cell.normalizeCell(this.#cells[index] ?? '')
  }

  #isRequired(target: Target): boolean {
    if (target === 'amount') return this.#hasOnlyAmount()
    if (target === 'unit_price' || target === 'quantity') {
      return this.#at.has(target) && !this.#hasOnlyAmount()
    }
    return COLUMNS[target as ColumnName]?.required ?? false
  }

  #hasOnlyAmount(): boolean {
    if (!this.#at.has('unit_price')) return true
    return this.#read('amount') !== '' && this.#read('unit_price') === '' && this.#read('quantity') === ''
  }

  #fail(target: Target, problem: CellProblem): void {
    const index = this.#at.get(target) ?? -1
    const value = truncateForDisplay(this.#cells[index] ?? '')
    this.#errors.push({ column: uploadedHeader(this.#header, target), target, value, ...problem })
  }

  #inTime(date: CalendarDate | CellProblem, issueDate?: CalendarDate): CalendarDate | CellProblem {
    if (isProblem(date)) return date
    const { today, lastDay } = this.#rules
    const earliest = issueDate ?? today
    if (date < earliest) {
      return { code: 'due_before_issue', detail: `must not be before ${earliest}, the day of issue` }
    }
    return date > lastDay ? { code: 'too_far', detail: 'must be within ten years' } : date
  }
}
