import type { CalendarDate } from '../shared/calendar.ts'
import { LIMITS } from '../invoice/limits.ts'
import { type Currency, MAX_AMOUNT, type MinorUnits } from '../shared/money.ts'
import { exchangeRefusal, nationalCurrencyOf } from '../tax/national-currency.ts'
import { totalsOf } from '../tax/totals.ts'
import { type InvoiceLine, NET_PRICES, type Totals } from '../tax/types.ts'
import {
  type Discount,
  readAmount,
  readDiscount,
  readExchangeRate,
  readPrice,
  readQuantity,
} from './amounts.ts'
import * as cell from './cells.ts'
import { type ColumnName, COLUMNS, type Target } from './columns.ts'
import { type Header, uploadedHeader } from './header.ts'
import { readDate } from './dates.ts'
import { type Cells, readDetails, readIssueDate, readNumber } from './read-details.ts'
import { type CellError, type CellProblem, isProblem, truncateForDisplay } from './cell-errors.ts'
import {
  type FileRecord,
  type FileRow,
  isNationalTaxTooLarge,
  NATIONAL_TAX_TOO_LARGE,
  type ParsedInvoice,
  type RowRules,
} from './row.ts'

export class RowReader {
  readonly #header: Header
  readonly #rules: RowRules
  readonly #at = new Map<Target, number>()
  readonly #metadataKeys: string[]
  readonly #details: Cells = {
    line: (target, max) => this.#line(target, max),
    prose: (target, max) => this.#prose(target, max),
    value: (target, read) => this.#value(target, read),
    fail: (target, problem) => this.#fail(target, problem),
    date: cell.memoize((text) => readDate(text, this.#rules.dateFormat)),
  }
  readonly #language = cell.memoize(cell.readLanguage)
  readonly #unit = cell.memoize(cell.readUnit)
  readonly #hasLineColumns: boolean
  #cells: readonly string[] = []
  #errors: CellError[] = []

  constructor(header: Header, rules: RowRules) {
    this.#header = header
    this.#rules = rules
    for (const [index, target] of header.targets.entries()) if (target) this.#at.set(target, index)
    this.#hasLineColumns = this.#at.has('unit_price') || DISCOUNTS.some(([target]) => this.#at.has(target))
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
    const price = this.#price(currency)
    const issueDate = readIssueDate(this.#details, this.#rules)
    const dueDate = this.#value('due_date', (text) => this.#inTime(this.#details.date(text), issueDate))
    const description = this.#prose('description', LIMITS.description)
    const customerPhone = this.#value('customer_phone', cell.readPhone)
    const billingAddress = this.#prose('billing_address', LIMITS.billingAddress)
    const number = readNumber(this.#details)
    const instructions = this.#prose('instructions', LIMITS.instructions)
    const language = this.#value('language', this.#language)
    const tax = this.#tax()
    const unit = this.#value('unit', this.#unit)
    const pricesIncludeTax = this.#value('prices_include_tax', cell.readYesOrNo) ?? false
    const metadata = this.#metadata()
    if (!customerName || !customerEmail || !currency || !price || !dueDate || !description) return undefined
    const { quantity, unitAmount, discount, stated } = price
    const line: InvoiceLine = { description, quantity, unitAmount, ...tax }
    if (unit !== undefined) line.unit = unit
    if (discount) line.discounts = [discount]
    const { taxRounding } = this.#rules
    const taxRules = { pricesIncludeTax, taxRounding }
    const totals = totalsOf({ lines: [line], ...taxRules })
    this.#checkTotals(line, totals, stated)
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
      metadata,
    }
    if (customerPhone !== undefined) invoice.customerPhone = customerPhone
    if (billingAddress !== undefined) invoice.billingAddress = billingAddress
    if (number !== undefined) invoice.number = number
    readDetails(this.#details, invoice)
    this.#takenOver(invoice, issueDate)
    this.#exchanged(invoice)
    if (instructions !== undefined) invoice.instructions = instructions
    if (language !== undefined) invoice.language = language
    if (tax.taxRate !== undefined) invoice.taxRate = tax.taxRate
    if (!isPlain(line, subtotal)) invoice.lines = [line]
    if (pricesIncludeTax || taxRounding !== NET_PRICES.taxRounding) invoice.taxRules = taxRules
    return invoice
  }

  #currency(text: string): Currency | CellProblem {
    const currency = cell.readCurrency(text)
    if (isProblem(currency) || this.#rules.currencies.has(currency)) return currency
    return {
      code: 'no_payout_account',
      detail: `has no payout account: set one for ${currency} first`,
    }
  }

  #price(currency: Currency | undefined): Price | undefined {
    if (!this.#hasLineColumns) {
      const unitAmount = this.#value('amount', (text) => this.#amount(text, currency))
      return unitAmount
        ? { quantity: '1', unitAmount: String(unitAmount), discount: undefined, stated: undefined }
        : undefined
    }
    const hasUnitPrice = !this.#hasOnlyAmount()
    const amount = this.#value('amount', (text) => this.#amount(text, currency))
    const unitPrice = this.#value('unit_price', (text) =>
      readPrice(text, this.#rules, currency ?? MOST_DECIMALS),
    )
    const quantity = this.#value('quantity', (text) => readQuantity(text, this.#rules))
    const discount = this.#discount(currency)
    const unitAmount = hasUnitPrice ? unitPrice : amount && String(amount)
    if (!unitAmount || (hasUnitPrice && this.#at.has('quantity') && !quantity)) return undefined
    const stated = hasUnitPrice ? amount : undefined
    return { quantity: quantity?.quantity ?? '1', unitAmount, discount, stated }
  }

  #tax(): Pick<InvoiceLine, 'taxRate' | 'taxCategory' | 'exemptionReason'> {
    const taxRate = this.#value('tax_rate', cell.readTaxRate)
    const taxCategory = this.#value('tax_category', cell.readTaxCategory)
    const exemptionReason = this.#line('exemption_reason', LIMITS.exemptionReason)
    const hasRate = Number(taxRate ?? 0) > 0
    if (taxCategory !== undefined && hasRate !== (taxCategory === 'standard')) {
      const detail = hasRate ? 'must be standard, or the tax_rate 0' : 'needs a tax_rate above 0'
      this.#fail('tax_category', { code: 'invalid_tax_category', detail })
    }
    if (exemptionReason !== undefined && (hasRate || taxCategory === 'zero')) {
      const detail = 'must be empty where tax is charged'
      this.#fail('exemption_reason', { code: 'tax_is_charged', detail })
    }
    return {
      ...(taxRate === undefined ? {} : { taxRate }),
      ...(taxCategory === undefined ? {} : { taxCategory }),
      ...(exemptionReason === undefined ? {} : { exemptionReason }),
    }
  }

  #discount(currency: Currency | undefined): Discount | undefined {
    if (!currency) return undefined
    for (const [target, kind] of DISCOUNTS) {
      if (!this.#at.has(target)) continue
      const read = (text: string) => readDiscount(text, kind, this.#rules, currency) ?? NONE
      const value = this.#value(target, read)
      return value === NONE ? undefined : value
    }
    return undefined
  }

  #checkTotals(line: InvoiceLine, { subtotal, net, amount }: Totals, stated: MinorUnits | undefined): void {
    const target = this.#at.has('unit_price') ? 'unit_price' : 'amount'
    const { discounts, ...undiscounted } = line
    const beforeDiscount = totalsOf({ lines: [undiscounted], ...NET_PRICES }).subtotal
    if (Math.max(amount, beforeDiscount) > MAX_AMOUNT) {
      this.#fail(target, { code: 'too_large', detail: 'is, with its tax, more than any invoice can be' })
    } else if (subtotal <= 0) {
      const detail = discounts ? 'is not more than the discount' : 'is, times the quantity, 0'
      this.#fail(target, { code: 'not_positive', detail })
    } else if (stated !== undefined && ![beforeDiscount, subtotal, net, amount].includes(stated)) {
      const detail = 'is not the quantity times the unit price, with or without discount and tax'
      this.#fail('amount', { code: 'amount_mismatch', detail })
    }
  }

  #amount(text: string, currency: Currency | undefined): MinorUnits | CellProblem {
    if (currency) return readAmount(text, this.#rules, currency)
    const amount = readAmount(text, this.#rules, MOST_DECIMALS)
    return isProblem(amount) && amount.code !== 'other_currency' ? amount : 0
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

  /** A later step compares the payment with the sum of all rows. */
  #takenOver(invoice: ParsedInvoice, issueDate: CalendarDate | undefined): void {
    const { currency, number } = invoice
    const amountPaid = this.#value('amount_paid', (text) => this.#amount(text, currency))
    if (issueDate !== undefined && number === undefined) {
      this.#fail('invoice_number', { code: 'required', detail: 'is required with issue_date' })
    }
    if (amountPaid !== undefined && issueDate === undefined) {
      this.#fail('issue_date', { code: 'required', detail: 'is required with amount_paid' })
    }
    if (issueDate !== undefined) invoice.issueDate = issueDate
    if (amountPaid) invoice.amountPaid = amountPaid
  }

  #exchanged(invoice: ParsedInvoice): void {
    const exchangeRate = this.#value('tax_exchange_rate', (text) => readExchangeRate(text, this.#rules))
    const { sellerCountry } = this.#rules
    const national = nationalCurrencyOf(sellerCountry)
    // Exports state 1 for invoices in the national currency.
    if (exchangeRate === undefined || (national === invoice.currency && exchangeRate === '1')) return
    const detail = exchangeRefusal(sellerCountry, invoice.currency)
    if (detail !== undefined) this.#fail('tax_exchange_rate', { code: 'no_national_currency', detail })
    else if (national) invoice.taxExchange = { currency: national, exchangeRate }
    if (isNationalTaxTooLarge(invoice)) this.#fail('tax_exchange_rate', NATIONAL_TAX_TOO_LARGE)
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

const MOST_DECIMALS = 'CLF' as Currency

interface Price {
  quantity: string
  /** Minor units as decimal text. */
  unitAmount: string
  discount: Discount | undefined
  stated: MinorUnits | undefined
}

const DISCOUNTS = [
  ['discount', 'either'],
  ['discount_amount', 'money'],
  ['discount_percent', 'percent'],
] as const
const NONE: Discount = { amount: 0 }

function isPlain(
  { description: _, quantity, unitAmount, taxRate: __, ...more }: InvoiceLine,
  subtotal: number,
) {
  return quantity === '1' && unitAmount === String(subtotal) && Object.keys(more).length === 0
}
