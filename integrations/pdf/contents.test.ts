import { describe, expect, it } from 'vitest'
import type { InvoiceLine } from '../../domain/tax/types.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import { creditNoteOf } from '../../test/support/einvoice-documents.ts'
import { invoiceDocument, paymentRecord } from '../../test/support/invoice-document.ts'
import { creditNoteContent, invoiceContent, receiptContent } from './contents.ts'

const line = (unitAmount: number, taxRate?: string): InvoiceLine => ({
  description: 'Work',
  quantity: '1',
  unitAmount: String(unitAmount),
  ...(taxRate === undefined ? {} : { taxRate }),
})
const totalsOf = (...lines: InvoiceLine[]) =>
  invoiceContent(invoiceDocument({ lines }), localeOf()).totals.map(
    ([label, amount]) => `${label} | ${amount}`,
  )

describe('the totals of a document', () => {
  it('state the tax of each rate when the lines have several', () => {
    const byRate = [
      'Subtotal | 350.00 GBP',
      'Tax 20 % on 200.00 GBP | 40.00 GBP',
      'Tax 5 % on 100.00 GBP | 5.00 GBP',
      'No tax on 50.00 GBP | 0.00 GBP',
      'Total | 395.00 GBP',
    ]
    const lines = [line(10_000, '5'), line(20_000, '20'), line(5_000)]
    expect(totalsOf(...lines)).toEqual(byRate)
    const payment = paymentRecord()
    const receipt = receiptContent(invoiceDocument({ lines, payment }), localeOf())
    expect(receipt.totals.map(([label, amount]) => `${label} | ${amount}`)).toEqual(byRate)
  })

  it('state one tax when the lines have one rate, and none without tax', () => {
    expect(totalsOf(line(10_000, '20'), line(5_000, '20.0'))).toEqual([
      'Subtotal | 150.00 GBP',
      'Tax 20 % on 150.00 GBP | 30.00 GBP',
      'Total | 180.00 GBP',
    ])
    expect(totalsOf(line(10_000), line(5_000))).toEqual(['Total | 150.00 GBP'])
  })

  it('state the rounding of a credit note as its invoice does', () => {
    const invoice = invoiceDocument({ lines: [line(999, '20')], pricesIncludeTax: true })
    const whole = creditNoteOf(invoice, { rest: true })
    const [credited, invoiced] = [creditNoteContent(whole, localeOf()), invoiceContent(invoice, localeOf())]
    const rounding = ['of which rounding', '0.01 GBP', 'normal']
    expect(invoiced.totals).toContainEqual(rounding)
    expect(credited.totals.slice(0, -1)).toEqual(invoiced.totals.slice(0, -1))
  })
})
