import { LIMITS } from '../invoice/limits.ts'
import { decimalAmount, MAX_AMOUNT } from '../shared/money.ts'
import { totalsOf } from '../tax/totals.ts'
import { type InvoiceLine, NET_PRICES } from '../tax/types.ts'
import { type CellError, type CellProblem, truncateForDisplay } from './cell-errors.ts'
import type { Target } from './columns.ts'
import { type FileRow, isNationalTaxTooLarge, NATIONAL_TAX_TOO_LARGE, type ParsedInvoice } from './row.ts'

export const MAX_INVOICE_ROWS = 100

export type LineError = Omit<CellError, 'column'> & { rowNumber: number; target: Target }

export function joinLines(
  rows: readonly Pick<FileRow, 'rowNumber' | 'invoice'>[],
): { invoice: ParsedInvoice } | { errors: LineError[] } {
  const failed = rows.find(({ invoice }) => !invoice)?.rowNumber
  if (failed !== undefined) {
    const detail = `is a line of the same invoice as row ${failed}, which has errors`
    return fail(rows, 'invoice_number', { code: 'invoice_incomplete', detail })
  }
  const invoices = rows.flatMap(({ invoice }) => invoice ?? [])
  const [first] = invoices
  if (!first) return { errors: [] }
  const other = disagreement(invoices)
  if (other) {
    const detail = `differs between the rows of this invoice number (${rowList(rows)})`
    return fail(rows, other, { code: 'lines_disagree', detail })
  }
  const lines = invoices.flatMap((invoice) => invoice.lines)
  const repeated = repetition(rows)
  if (repeated) {
    const detail = `is the same line in rows ${repeated.join(' and ')}: remove one, or tell them apart by their descriptions`
    return fail(rows, 'description', { code: 'repeated_line', detail })
  }
  const { subtotal, tax, amount } = totalsOf({ lines, ...(first.taxRules ?? NET_PRICES) })
  if (amount > MAX_AMOUNT) {
    const detail = 'makes, with the other rows of its invoice, more than any invoice can be'
    return fail(rows, 'amount', { code: 'too_large', detail })
  }
  const common = Object.assign({}, ...invoices.toReversed()) as ParsedInvoice
  const metadata = Object.assign({}, ...invoices.map((invoice) => invoice.metadata)) as Record<string, string>
  const description = describe(first.description, rows.length - 1)
  const invoice = { ...common, subtotal, tax, amount, description, lines, metadata }
  if (isNationalTaxTooLarge(invoice)) return fail(rows, 'tax_exchange_rate', NATIONAL_TAX_TOO_LARGE)
  return { invoice }
}

function describe(first: string, more: number): string {
  const end = `, and ${more} more`
  return `${first.slice(0, LIMITS.description - end.length)}${end}`
}

function fail(
  rows: readonly Pick<FileRow, 'rowNumber' | 'invoice'>[],
  target: Target,
  problem: CellProblem,
): { errors: LineError[] } {
  const errors = rows.flatMap(({ rowNumber, invoice }): LineError[] => {
    const value = invoice && truncateForDisplay(valueOf(invoice, target))
    return value === null ? [] : [{ rowNumber, target, value, ...problem }]
  })
  return { errors }
}

const VALUES: Partial<Record<Target, (invoice: ParsedInvoice) => string | undefined>> = {
  invoice_number: ({ number }) => number,
  description: ({ description }) => description,
  amount: ({ subtotal: amount, currency }) => decimalAmount({ amount, currency }),
  amount_paid: ({ amountPaid: amount, currency }) =>
    amount === undefined ? undefined : decimalAmount({ amount, currency }),
  prices_include_tax: ({ taxRules }) => (taxRules?.pricesIncludeTax ? 'yes' : 'no'),
  electronic_address: ({ electronicAddress: address }) => address && `${address.scheme}:${address.value}`,
  service_from: ({ servicePeriod: period }) => period && `${period.from} to ${period.to}`,
  tax_exchange_rate: ({ taxExchange }) => taxExchange?.exchangeRate,
}

/** Returns the text of the cell as it was read, or an empty text. */
function valueOf(invoice: ParsedInvoice, target: Target): string {
  if (target.startsWith('metadata.')) return invoice.metadata[target.slice('metadata.'.length)] ?? ''
  const read = VALUES[target]
  if (read) return read(invoice) ?? ''
  const [field] = COMMON.find(([, one]) => one === target) ?? []
  const value = field && invoice[field]
  return typeof value === 'string' ? value : ''
}

const COMMON: [keyof ParsedInvoice, Target][] = [
  ['customerName', 'customer_name'],
  ['customerEmail', 'customer_email'],
  ['currency', 'currency'],
  ['dueDate', 'due_date'],
  ['customerPhone', 'customer_phone'],
  ['billingAddress', 'billing_address'],
  ['instructions', 'instructions'],
  ['language', 'language'],
  ['customerCompanyNumber', 'customer_company_number'],
  ['customerTaxNumber', 'customer_tax_number'],
  ['customerVatNumber', 'customer_vat_number'],
  ['electronicAddress', 'electronic_address'],
  ['einvoiceFormat', 'einvoice_format'],
  ['purchaseOrder', 'purchase_order'],
  ['buyerReference', 'buyer_reference'],
  ['deliveryAddress', 'delivery_address'],
  ['deliveryDate', 'delivery_date'],
  ['servicePeriod', 'service_from'],
  ['issueDate', 'issue_date'],
  ['amountPaid', 'amount_paid'],
  ['taxExchange', 'tax_exchange_rate'],
]

function disagreement(invoices: readonly ParsedInvoice[]): Target | undefined {
  const differ = (values: unknown[]) => new Set(values.filter((value) => value !== undefined)).size > 1
  const [, column] = COMMON.find(([field]) => differ(invoices.map((invoice) => fold(invoice[field])))) ?? []
  if (column) return column
  const included = new Set(invoices.map(({ taxRules }) => taxRules?.pricesIncludeTax ?? false))
  if (included.size > 1) return 'prices_include_tax'
  const keys = new Set(invoices.flatMap(({ metadata }) => Object.keys(metadata)))
  const key = [...keys].find((name) => differ(invoices.map(({ metadata }) => metadata[name])))
  return key === undefined ? undefined : `metadata.${key}`
}

function fold(value: unknown): unknown {
  if (typeof value === 'object') return JSON.stringify(value)
  return typeof value === 'string' ? value.toLowerCase() : value
}

/** A repeated row charges the customer twice. */
function repetition(rows: readonly Pick<FileRow, 'rowNumber' | 'invoice'>[]): [number, number] | undefined {
  const seen = new Map<string, number>()
  for (const { rowNumber, invoice } of rows) {
    if (!invoice) continue
    const key = JSON.stringify(invoice.lines.map(keyOf))
    const before = seen.get(key)
    if (before !== undefined) return [before, rowNumber]
    seen.set(key, rowNumber)
  }
  return undefined
}

function keyOf(line: InvoiceLine): unknown[] {
  return Object.entries(line).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function rowList(rows: readonly Pick<FileRow, 'rowNumber'>[]): string {
  const shown = rows.slice(0, 5).map(({ rowNumber }) => rowNumber)
  return `rows ${shown.join(', ')}${rows.length > shown.length ? '…' : ''}`
}
