import type { InvoiceRow } from '../../../db/entities/index.ts'
import { rowNationalTax } from '../../../db/invoices/document.ts'
import { eachInvoice } from '../../../db/invoices/list.ts'
import type { InvoiceList } from '../../../db/invoices/list-query.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { amountRequested } from '../../../domain/invoice/index.ts'
import { type Currency, decimalAmount } from '../../../domain/shared/money.ts'
import { csvLines } from '../../../integrations/csv/csv-lines.ts'

const COLUMNS: Record<string, (row: InvoiceRow) => string | Date | null | undefined> = {
  id: ({ id }) => id,
  number: ({ number }) => number,
  status: ({ status }) => status,
  customer_name: ({ customerName }) => customerName,
  customer_email: ({ customerEmail }) => customerEmail,
  customer_phone: ({ customerPhone }) => customerPhone,
  description: ({ description }) => description,
  currency: ({ currency }) => currency,
  subtotal: money('subtotal'),
  tax: money('tax'),
  amount: money('amount'),
  amount_due: money('amountDue'),
  amount_paid: money('amountPaid'),
  amount_refunded: money('amountRefunded'),
  amount_credited: money('amountCredited'),
  amount_overpaid: money('amountOverpaid'),
  net: money('net'),
  due_date: ({ dueDate }) => dueDate,
  created_at: ({ createdAt }) => createdAt,
  issued_at: ({ issuedAt }) => issuedAt,
  viewed_at: ({ viewedAt }) => viewedAt,
  overdue_at: ({ overdueAt }) => overdueAt,
  paid_at: ({ paidAt }) => paidAt,
  voided_at: ({ voidedAt }) => voidedAt,
  delivery: ({ delivery }) => delivery,
  issue_date: ({ issueDate }) => issueDate,
  payment_reference: ({ paymentReference }) => paymentReference,
  purchase_order: ({ purchaseOrder }) => purchaseOrder,
  tax_exchange_rate: ({ taxExchangeRate }) => taxExchangeRate,
  national_currency: ({ nationalCurrency }) => nationalCurrency,
  national_tax: (row) => {
    const national = rowNationalTax(row)
    return national && decimalAmount(national)
  },
  metadata: ({ metadata }) => (Object.keys(metadata).length > 0 ? JSON.stringify(metadata) : ''),
  deposit: ({ deposit, currency }) =>
    deposit ? decimalAmount({ amount: deposit, currency: currency as Currency }) : '',
  amount_requested: (row) =>
    decimalAmount({ amount: amountRequested(row), currency: row.currency as Currency }),
}

type AmountField =
  | 'subtotal'
  | 'net'
  | 'tax'
  | 'amount'
  | 'amountDue'
  | 'amountPaid'
  | 'amountRefunded'
  | 'amountCredited'
  | 'amountOverpaid'

function money(field: AmountField) {
  return (row: InvoiceRow) => decimalAmount({ amount: row[field], currency: row.currency as Currency })
}

export async function* invoicesCsv(em: EntityManager, list: InvoiceList): AsyncGenerator<string> {
  let header = `\uFEFF${csvLines([Object.keys(COLUMNS)], ',')}`
  for await (const batch of eachInvoice(em, list)) {
    yield header + csvLines(batch.map(cellsOf), ',')
    header = ''
  }
}

function cellsOf(row: InvoiceRow): string[] {
  return Object.values(COLUMNS).map((cell) => {
    const value = cell(row)
    return value instanceof Date ? value.toISOString() : (value ?? '')
  })
}
