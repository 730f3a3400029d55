import { describe, expect, it } from 'vitest'
import { InvoicePage } from '../../api/pay/pages/invoice-page.tsx'
import { PaidPage } from '../../api/pay/pages/waiting-page.tsx'
import { customerEmail } from '../../integrations/email/templates/index.ts'
import { invoiceContent, receiptContent } from '../../integrations/pdf/contents.ts'
import { SHIPPED_FAMILIES } from '../../integrations/pdf/fonts.ts'
import { createTypesetter } from '../../integrations/pdf/typst.ts'
import { invoiceDocument, paymentRecord } from '../../test/support/invoice-document.ts'
import { readPdf } from '../../test/support/read-pdf.ts'
import { LANGUAGE_CODES } from '../texts/languages.ts'
import { localeOf } from '../texts/locale.ts'
import type { CustomerMessage } from './messages/customer-message.ts'
import { amountOf, type InvoiceDocument } from './document.ts'
import { NO_WORDS } from './messages/own-words.ts'

const typeset = createTypesetter(SHIPPED_FAMILIES)
const template = { ...NO_WORDS, translations: {} }
const payPath = 'https://pay.example/pay/x'

const lines = [
  { description: 'Logo', quantity: '2.5', unitAmount: '40000', taxRate: '20' },
  { description: 'Print', quantity: '1', unitAmount: '5099' },
]
const open = invoiceDocument({ lines })
const {
  lines: items,
  totals,
  amountDue,
  amountRequested,
} = invoiceDocument({
  lines: lines.map((line) => ({ ...line, discounts: [{ percent: '5' }], charges: [{ amount: 70 }] })),
  pricesIncludeTax: true,
  discounts: [{ amount: 1_234 }],
})
const inclusive = {
  lines: items,
  totals,
  amountDue,
  amountRequested,
  pricesIncludeTax: true,
  discounts: [{ amount: 1_234 }],
}
const payment = paymentRecord({ amount: 61_234 })
const moved = {
  amountReceived: 61_234,
  amountRefunded: 10_110,
  amountRefundPending: 5_220,
  amountDue: 79_195,
  amountRequested: 79_195,
  payment,
  payments: [payment],
}
const { amount: total } = open.totals
const writtenOff = {
  amountReceived: 30_000,
  amountRefunded: 10_110,
  amountDue: total - 23_890,
  amountRequested: total - 23_890,
}
const whole = paymentRecord({ amount: total })
const closed = { status: 'paid', amountDue: 0, amountRequested: 0, amountReceived: total } as const

/** The amounts that all four must state; minor units. */
const SITUATIONS: [string, Partial<InvoiceDocument>, CustomerMessage, number[]][] = [
  ['an unpaid invoice', {}, { kind: 'invoice' }, [total]],
  [
    'discounts and prices with tax',
    inclusive,
    { kind: 'invoice' },
    [inclusive.totals.net, inclusive.totals.tax],
  ],
  ['a deposit', { deposit: 33_300, amountRequested: 33_300 }, { kind: 'invoice' }, [total, 33_300]],
  ['payments and refunds', moved, { kind: 'invoice' }, [total, 61_234, 10_110, 5_220, 79_195]],
  ['a refund whose payment is removed', writtenOff, { kind: 'invoice' }, [30_000, 10_110, 4_000, 101_209]],
  ['a reminder of the same', writtenOff, { kind: 'reminder', days: 3 }, [30_000, 10_110, 4_000, 101_209]],
  ['a reminder', moved, { kind: 'reminder', days: 3 }, [61_234, 10_110, 5_220, 79_195]],
  ['a paid invoice', { ...closed, payment: whole, payments: [whole] }, { kind: 'receipt' }, [total]],
]

describe.each(LANGUAGE_CODES)('page, e-mail, its text and PDF in %s', (language) => {
  it.each(SITUATIONS)('state the same amounts for %s', async (_, changes, message, amounts) => {
    const document = { ...open, ...changes, language }
    const { page, email, text, pdf } = await render(document, message)
    const amount = amountOf(document, localeOf(language))
    const [onPage, inPdf, inEmail, inText] = [page, pdf, email, text].map((one) => figuresIn(one))
    for (const each of amounts.map((one) => folded(amount(one)))) {
      expect({ onPage, inPdf, inEmail, inText }).toEqual({
        onPage: expect.arrayContaining([each]) as string[],
        inPdf: expect.arrayContaining([each]) as string[],
        inEmail: expect.arrayContaining([each]) as string[],
        inText: expect.arrayContaining([each]) as string[],
      })
    }
    expect(inText).toEqual(inEmail)
    expect(onPage).toEqual(expect.arrayContaining(inEmail ?? []))
    expect(inPdf).toEqual(expect.arrayContaining(inEmail ?? []))
  })
})

async function render(document: InvoiceDocument, message: CustomerMessage) {
  const locale = localeOf(document.language)
  const common = { document, language: { locale, others: [] }, payPath }
  const isReceipt = message.kind === 'receipt'
  const page = isReceipt ? PaidPage(common) : InvoicePage({ ...common, banks: [], query: '', overdue: false })
  const { html, text } = customerEmail(message, document, payPath, { template })
  const content = isReceipt ? receiptContent(document, locale) : invoiceContent(document, locale)
  const pdf = await readPdf(typeset(content).pdf)
  return { page: visible(rendered(page)), email: visible(html), text, pdf: pdf.text }
}

/** The type of a page of Hono is that of any element. */
function rendered(page: unknown): string {
  return String(page)
}

function visible(html: string): string {
  return html.replace(/<style[^>]*>.*?<\/style>|<!--.*?-->|<[^>]*>/gs, ' ').replaceAll('&#39;', "'")
}

function folded(text: string): string {
  return text.replace(/[\u00A0\u202F]/g, ' ')
}

/** Every amount has two decimals. */
function figuresIn(text: string): string[] {
  const found = folded(text.replaceAll('\u200B', '')).match(/\d{1,3}(?:[.,’ ]?\d{3})*[.,]\d\d(?!\d)/g) ?? []
  return [...new Set(found)].toSorted()
}
