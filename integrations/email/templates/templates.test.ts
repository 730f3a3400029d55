import { describe, expect, it } from 'vitest'
import { invoiceDocument, paymentRecord } from '../../../test/support/invoice-document.ts'
import { localeOf } from '../../../domain/texts/locale.ts'
import { invoiceEmail, receiptEmail, reminderEmail } from './index.ts'

const document = invoiceDocument({ lines: [{ description: 'Logo', quantity: '1', unitAmount: 125_000 }] })
const locale = localeOf()
const url = 'https://pay.example/pay/abc'

describe('the e-mails', () => {
  it('writes the invoice e-mail with the agreed text', () => {
    const { subject, text } = invoiceEmail(document, url, locale)
    expect(subject).toBe('Invoice INV-2026-0001 - Payment Required')
    expect(text.replace(/\s+/g, ' ').trim()).toBe(
      `Dear Ada Byron, please find attached your invoice for 1,250.00 GBP. Payment link: ${url} ` +
        'Due date: 30 November 2026 Thank you for your business. Larkspur Studio',
    )
  })

  it.each([
    'Dear Ada Byron, 1,250.00 GBP is due on 30 November 2026.',
    'Hi there! Please pay.',
    'Kære Ada Byron, husk din faktura.',
    'Guten Morgen Ada, bitte zahlen Sie.',
    'Ada,\nplease pay.',
  ])('greets once when the merchant’s text greets: %s', (customText) => {
    const { text, html } = reminderEmail(document, url, { days: 3, customText }, locale)
    expect(text.startsWith(customText)).toBe(true)
    expect(`${text}${html}`.match(/Ada/g)?.length ?? 0).toBe(customText.includes('Ada') ? 2 : 0)
  })

  it.each([
    'Please pay 1,250.00 GBP.',
    'The invoice of Ada Byron is due, please pay it.',
    'Hi-fi repair: due.',
  ])('keeps the greeting when the merchant’s text has none: %s', (customText) => {
    const { text } = reminderEmail(document, url, { days: 3, customText }, locale)
    expect(text.startsWith(`Dear Ada Byron,\n\n${customText}`)).toBe(true)
  })

  it('escapes the texts of a merchant, and keeps the subject on one line', () => {
    const hostile = {
      ...document,
      number: 'A\r\nBcc: eve@example.com',
      customer: { name: '<b>Ada</b>', email: 'a@b.example' },
    }
    const { subject, html } = invoiceEmail(hostile, url, locale)
    expect(subject).toBe('Invoice A Bcc: eve@example.com - Payment Required')
    expect(html).toContain('&lt;b&gt;Ada&lt;/b&gt;')
    expect(html).not.toContain('<b>Ada')
    expect(html).toContain(`href="${url}"`)
  })

  it('writes a receipt only for a paid invoice', () => {
    expect(() => receiptEmail(document, url, locale)).toThrow(RangeError)
    const payment = paymentRecord({ amount: 125_000 })
    const { subject, text } = receiptEmail(
      { ...document, payment, amountDue: 0, amountReceived: 125_000 },
      url,
      locale,
    )
    expect(subject).toBe('Receipt for invoice INV-2026-0001')
    expect(text).toContain('we have received your payment of 1,250.00 GBP for invoice INV-2026-0001.')
    expect(text).toContain('Paid from: Pebble')
  })

  it('states what is paid, given back and still to be paid in every e-mail', () => {
    const payment = paymentRecord({ amount: 60_000 })
    const position = {
      amountReceived: 60_000,
      amountRefunded: 10_000,
      amountRefundPending: 5_000,
      amountDue: 80_000,
    }
    const moved = { ...document, ...position, amountRequested: 80_000, payment, payments: [payment] }
    for (const { text, html } of [invoiceEmail(moved, url, locale), reminderEmail(moved, url, {}, locale)]) {
      for (const part of [text, html]) {
        expect(part).toContain('Received: 600.00 GBP')
        expect(part).toContain('Given back: 100.00 GBP')
        expect(part).toContain('A refund of 50.00 GBP is on its way.')
        expect(part).toContain('800.00 GBP')
      }
    }
    const receipt = receiptEmail(moved, url, locale).text
    expect(receipt).toContain('Given back: 100.00 GBP')
    expect(receipt).toContain('A refund of 50.00 GBP is on its way.')
    expect(receipt).toContain('Still to be paid: 800.00 GBP')
    expect(receiptEmail({ ...moved, amountReceived: 90_000 }, url, locale).text).toContain(
      'Received in all: 900.00 GBP',
    )
  })
})
