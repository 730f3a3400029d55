import type { CalendarDate } from '../shared/calendar.ts'
import { LIMITS } from '../invoice/limits.ts'
import { type InvoiceLine, sumLines } from '../shared/lines.ts'
import { type Currency, MAX_AMOUNT, type MinorUnits } from '../shared/money.ts'
import { readAmount } from './amounts.ts'
import * as cell from './cells.ts'
import { type ColumnName, COLUMNS, type Target } from './columns.ts'
import type { Header } from './header.ts'
import { readDate } from './dates.ts'
import { type CellError, type CellProblem, isProblem, truncateForDisplay } from './cell-errors.ts'
import type { FileRecord, FileRow, RowInvoice, RowRules } from './row.ts'

/** Reads the rows of one header. Each row becomes an invoice, or a list of problems. */
export class RowReader {
  readonly #header: Header
  readonly #rules: RowRules
  readonly #at = new Map<Target, number>()
  readonly #metadataKeys: string[]
  /** The rows of a file repeat few dates and languages. */
  readonly #dueDate = cell.memoize((text) => this.#inTime(readDate(text, this.#rules.dateFormat)))
  readonly #language = cell.memoize(cell.readLanguage)
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

  /** Parses a record. Extra cells are errors, and missing cells are empty. */
  read(record: FileRecord): FileRow {
    this.#cells = record.cells
    this.#errors = []
    const invoice = this.#invoice()
    return invoice && this.#errors.length === 0
      ? { ...record, invoice, errors: null }
      : { ...record, invoice: null, errors: this.#errors }
  }

  /** Undefined if a required cell is empty or invalid. Every invalid cell is recorded as an error. */
  #invoice(): RowInvoice | undefined {
    this.#checkWidth()
    const customerName = this.#line('customer_name', LIMITS.customerName)
    const customerEmail = this.#value('customer_email', cell.readEmail)
    const currency = this.#value('currency', (text) => this.#currency(text))
    const net = this.#value('amount', (text) => this.#amount(text, currency))
    const dueDate = this.#value('due_date', this.#dueDate)
    const description = this.#prose('description', LIMITS.description)
    const customerPhone = this.#value('customer_phone', cell.readPhone)
    const billingAddress = this.#prose('billing_address', LIMITS.billingAddress)
    const number = this.#line('invoice_number', LIMITS.number)
    const instructions = this.#prose('instructions', LIMITS.instructions)
    const language = this.#value('language', this.#language)
    const taxRate = this.#value('tax_rate', cell.readTaxRate)
    const metadata = this.#metadata()
    if (!customerName || !customerEmail || !currency || !net || !dueDate || !description) return undefined
    const line: InvoiceLine = { description, quantity: '1', unitAmount: net }
    const { subtotal, tax, amount } = sumLines([taxRate === undefined ? line : { ...line, taxRate }])
    if (amount > MAX_AMOUNT) {
      this.#fail('amount', { code: 'too_large', detail: 'is, with its tax, more than any invoice can be' })
    }
    const invoice: RowInvoice = {
      customerName,
      customerEmail,
      currency,
      subtotal,
      tax,
      amount,
      dueDate,
      description,
      metadata,
    }
    if (customerPhone !== undefined) invoice.customerPhone = customerPhone
    if (billingAddress !== undefined) invoice.billingAddress = billingAddress
    if (number !== undefined) invoice.number = number
    if (instructions !== undefined) invoice.instructions = instructions
    if (language !== undefined) invoice.language = language
    if (taxRate !== undefined) invoice.taxRate = taxRate
    return invoice
  }

  #currency(text: string): Currency | CellProblem {
    const currency = cell.readCurrency(text)
    if (isProblem(currency) || this.#rules.currencies.has(currency)) return currency
    return {
      code: 'no_payout_account',
      detail: `cannot be paid: say where ${currency} is to go with PUT /v1/payout_accounts/${currency}`,
    }
  }

  /** Reads an amount. Without a currency, only the form of the number is checked. */
  #amount(text: string, currency: Currency | undefined): MinorUnits | CellProblem {
    if (currency) return readAmount(text, this.#rules, currency)
    const amount = readAmount(text, this.#rules, MOST_DECIMALS)
    return isProblem(amount) && amount.code !== 'other_currency' ? amount : 0
  }

  /** Builds the object from entries, so a key such as `__proto__` is safe. */
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

  /**
   * Reads a cell and records a problem.
   *
   * @returns undefined for an empty or invalid cell
   */
  #cell<T>(target: Target, read: (text: string) => T | CellProblem): T | undefined {
    const index = this.#at.get(target)
    const text = index === undefined ? '' : cell.normalizeCell(this.#cells[index] ?? '')
    if (text === '') {
      const column = COLUMNS[target as ColumnName]
      if (column?.required)
        this.#fail(target, { code: 'required', detail: `must not be empty: ${column.form}` })
      return undefined
    }
    const value = read(text)
    if (!isProblem(value)) return value
    this.#fail(target, value)
    return undefined
  }

  #fail(target: Target, problem: CellProblem): void {
    const index = this.#at.get(target) ?? -1
    const value = truncateForDisplay(this.#cells[index] ?? '')
    this.#errors.push({ column: this.#header.names[index] ?? target, target, value, ...problem })
  }

  #inTime(date: CalendarDate | CellProblem): CalendarDate | CellProblem {
    if (isProblem(date)) return date
    const { today, lastDay } = this.#rules
    if (date < today) {
      return { code: 'due_before_issue', detail: `must not be before ${today}, the day of issue` }
    }
    return date > lastDay ? { code: 'too_far', detail: 'must be within ten years' } : date
  }
}

const MOST_DECIMALS = 'CLF' as Currency
