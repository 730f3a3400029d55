import { CREDIT_NOTE_PREFIX, isCreditNoteNumber } from '../credit-note/types.ts'
import { LIMITS } from '../invoice/limits.ts'
import { readElectronicAddress } from '../party/electronic-address.ts'
import type { ElectronicAddress } from '../party/party.ts'
import { readVatNumber } from '../party/vat-number.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import { exchangeRefusal, nationalCurrencyOf } from '../tax/national-currency.ts'
import { type DecimalRule, readAmount, readExchangeRate } from './amounts.ts'
import { type CellProblem, isProblem } from './cell-errors.ts'
import type { Target } from './columns.ts'
import { isNationalTaxTooLarge, NATIONAL_TAX_TOO_LARGE, type ParsedInvoice, type RowRules } from './row.ts'
import { ATTACHED_FORMATS, type AttachedFormat } from '../einvoice/format.ts'

/** The functions read cells of the current row. */
export interface Cells {
  line: (target: Target, max: number) => string | undefined
  prose: (target: Target, max: number) => string | undefined
  value: <T>(target: Target, read: (text: string) => T | CellProblem) => T | undefined
  fail: (target: Target, problem: CellProblem) => void
  date: (text: string) => CalendarDate | CellProblem
  has: (target: Target) => boolean
  /** True for a row whose price is its amount. */
  hasOnlyAmount: () => boolean
}

const MAX_NUMBER = 50
const MAX_REFERENCE = 100

/** Fills in what e-invoices and the delivery need. */
export function readDetails(cells: Cells, invoice: ParsedInvoice): void {
  const { line, prose, value, date } = cells
  const period = readPeriod(cells)
  const details: { [K in keyof ParsedInvoice]?: ParsedInvoice[K] | undefined } = {
    customerCompanyNumber: line('customer_company_number', MAX_NUMBER),
    customerTaxNumber: line('customer_tax_number', MAX_NUMBER),
    customerVatNumber: value('customer_vat_number', vatNumber),
    electronicAddress: value('electronic_address', electronicAddress),
    einvoiceFormat: value('einvoice_format', einvoiceFormat),
    purchaseOrder: line('purchase_order', MAX_REFERENCE),
    buyerReference: line('buyer_reference', MAX_REFERENCE),
    deliveryAddress: prose('delivery_address', LIMITS.billingAddress),
    deliveryDate: value('delivery_date', date),
    servicePeriod: period,
  }
  for (const [name, detail] of Object.entries(details)) {
    if (detail !== undefined) Object.assign(invoice, { [name]: detail })
  }
}

export function readNumber({ line, fail }: Cells): string | undefined {
  const number = line('invoice_number', LIMITS.number)
  if (number === undefined || !isCreditNoteNumber(number)) return number
  const detail = `must not be a number of credit notes, ${CREDIT_NOTE_PREFIX}-2026-0001`
  fail('invoice_number', { code: 'number_reserved', detail })
  return undefined
}

export function readIssueDate(cells: Cells, { today, firstDay }: RowRules): CalendarDate | undefined {
  return cells.value('issue_date', (text) => {
    const date = cells.date(text)
    if (isProblem(date)) return date
    if (date > today) return { code: 'in_the_future', detail: `must not be after today, ${today}` }
    return date < firstDay ? { code: 'too_far', detail: 'must be within ten years' } : date
  })
}

/** A later step compares the payment with the sum of all rows. */
export function readTakenOver(
  { value, fail }: Cells,
  rule: DecimalRule,
  invoice: ParsedInvoice,
  issueDate: CalendarDate | undefined,
): void {
  const { currency, number } = invoice
  const amountPaid = value('amount_paid', (text) => readAmount(text, rule, currency))
  if (issueDate !== undefined && number === undefined) {
    fail('invoice_number', { code: 'required', detail: 'is required with issue_date' })
  }
  if (amountPaid !== undefined && issueDate === undefined) {
    fail('issue_date', { code: 'required', detail: 'is required with amount_paid' })
  }
  if (issueDate !== undefined) invoice.issueDate = issueDate
  if (amountPaid) invoice.amountPaid = amountPaid
}

export function readExchange({ value, fail }: Cells, rules: RowRules, invoice: ParsedInvoice): void {
  const exchangeRate = value('tax_exchange_rate', (text) => readExchangeRate(text, rules))
  const { sellerCountry } = rules
  const national = nationalCurrencyOf(sellerCountry)
  // Exports state 1 for invoices in the national currency.
  if (exchangeRate === undefined || (national === invoice.currency && exchangeRate === '1')) return
  const detail = exchangeRefusal(sellerCountry, invoice.currency)
  if (detail !== undefined) fail('tax_exchange_rate', { code: 'no_national_currency', detail })
  else if (national) invoice.taxExchange = { currency: national, exchangeRate }
  if (isNationalTaxTooLarge(invoice)) fail('tax_exchange_rate', NATIONAL_TAX_TOO_LARGE)
}

function readPeriod(cells: Cells): ParsedInvoice['servicePeriod'] {
  const from = cells.value('service_from', cells.date)
  const to = cells.value('service_to', cells.date)
  if (from === undefined && to === undefined) return undefined
  if (from === undefined)
    cells.fail('service_from', { code: 'required', detail: 'is required with service_to' })
  else if (to === undefined) {
    cells.fail('service_to', { code: 'required', detail: 'is required with service_from' })
  } else if (to < from) {
    const detail = 'must not be before the beginning of the period'
    cells.fail('service_to', { code: 'ends_before_start', detail })
  } else return { from, to }
  return undefined
}

function vatNumber(text: string): string | CellProblem {
  const detail = 'must be a VAT number of a European country, with the country first: DE136695976'
  return readVatNumber(text) ?? { code: 'invalid_vat_number', detail }
}

function electronicAddress(text: string): ElectronicAddress | CellProblem {
  const detail = 'must be a scheme of the list EAS, a colon and an address: 0088:7300010000001'
  return readElectronicAddress(text) ?? { code: 'invalid_scheme', detail }
}

function einvoiceFormat(text: string): AttachedFormat | CellProblem {
  const word = text.toLowerCase().replace(/[\s-]+/g, '_')
  const format = ATTACHED_FORMATS.find((one) => one === word)
  return format ?? { code: 'invalid_choice', detail: `must be one of ${ATTACHED_FORMATS.join(', ')}` }
}
