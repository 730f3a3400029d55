import { describe, expect, it } from 'vitest'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { sumLines } from '../../domain/shared/lines.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { renderInvoicePdf, renderReceiptPdf } from './invoice-pdf.ts'

function document(changes: Partial<InvoiceDocument> = {}): InvoiceDocument {
  const lines = changes.lines ?? [{ description: 'Logo', quantity: '2', unitAmount: 5000, taxRate: '20' }]
  return {
    number: 'INV-2026-0001',
    merchant: { name: 'Larkspur Studio', email: 'accounts@larkspur.example' },
    customer: { name: 'Ada Byron', email: 'ada@customer.example' },
    description: 'Brand identity',
    currency: 'GBP' as Currency,
    lines,
    totals: sumLines(lines),
    issuedOn: '2026-11-23',
    dueDate: '2026-12-07',
    amountDue: sumLines(lines).amount,
    amountRequested: sumLines(lines).amount,
    netPaid: 0,
    ...changes,
  }
}

const payment = {
  amount: 12_000,
  paidOn: '2026-11-24',
  from: 'Pebble',
  reference: 'ABC',
  amountDue: 0,
  overpayment: 0,
}
const pagesOf = (pdf: Uint8Array) =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length

describe('a PDF', () => {
  it('renders the same bytes for the same document', async () => {
    const [first, second] = [await renderInvoicePdf(document()), await renderInvoicePdf(document())]
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true)
    const other = await renderInvoicePdf(document({ number: 'INV-2026-0002' }))
    expect(Buffer.from(first).equals(Buffer.from(other))).toBe(false)
  })

  it('states a requested deposit in the invoice', async () => {
    const whole = await renderInvoicePdf(document())
    const part = await renderInvoicePdf(document({ amountRequested: 3_600 }))
    expect(part.length).toBeGreaterThan(whole.length)
  })

  it('embeds the font in the PDF', async () => {
    const text = Buffer.from(await renderInvoicePdf(document())).toString('latin1')
    expect(text.startsWith('%PDF-1.')).toBe(true)
    expect(text).toMatch(/\/BaseFont \/[A-Z]{6}\+Inter/)
    expect(text).toContain('/FontFile2')
  })

  it('adds pages for many lines and long texts', async () => {
    const lines = Array.from({ length: 200 }, (_, i) => ({
      description: `Line ${i} ${'long '.repeat(20)}${'x'.repeat(300)}`.slice(0, 500),
      quantity: '1',
      unitAmount: 9_007_199_254_740_991,
    }))
    const pdf = await renderInvoicePdf(
      document({ lines: lines.slice(0, 200), instructions: 'word '.repeat(400) }),
    )
    expect(pagesOf(pdf)).toBeGreaterThan(5)
  })

  it('keeps the largest amount on one line', async () => {
    const one = { description: 'Line', quantity: '1', unitAmount: 9_007_199_254_740_991 }
    const rows = (count: number) => document({ lines: Array.from({ length: count }, () => one) })
    // A number on two lines would make each row twice as high.
    expect(pagesOf(await renderInvoicePdf(rows(40)))).toBe(2)
  })

  it('renders any script', async () => {
    const pdf = await renderInvoicePdf(
      document({ description: '株式会社 مرحبا Ωμέγα 🎉', customer: { name: '王', email: 'a@b.example' } }),
    )
    expect(pagesOf(pdf)).toBe(1)
  })

  it('renders a receipt only if the invoice is paid', async () => {
    await expect(renderReceiptPdf(document())).rejects.toThrow(RangeError)
    expect(pagesOf(await renderReceiptPdf(document({ payment })))).toBe(1)
  })
})
