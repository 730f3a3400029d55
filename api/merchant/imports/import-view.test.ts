import { expect, it } from 'vitest'
import type { Currency } from '../../../domain/shared/money.ts'
import type { InvoiceLine } from '../../../domain/tax/types.ts'
import { rowView } from './import-view.ts'

const line: InvoiceLine = { description: 'Chairs', quantity: '1', unitAmount: '10000', taxRate: '20' }

function taxRateOf(...lines: InvoiceLine[]) {
  const row = { rowNumber: 2, lineNumber: 2, errors: null, duplicate: null, invoiceId: null, firstRow: null }
  const customer = { customerName: 'Ada', customerEmail: 'ada@customer.example' }
  const sums = { currency: 'GBP' as Currency, subtotal: 10_000, tax: 2_000, amount: 12_000 }
  const invoice = { ...customer, ...sums, dueDate: '2026-12-31', description: 'Chairs', lines, metadata: {} }
  return rowView({ ...row, invoice }).invoice?.tax_rate
}

it('states the tax rate of a row with one line, and none for several lines or a line without a rate', () => {
  const { taxRate: _, ...bare } = line
  expect(taxRateOf(line)).toBe('20')
  expect(taxRateOf(line, line)).toBeNull()
  expect(taxRateOf(bare)).toBeNull()
})
