import { describe, expect, it } from 'vitest'
import { invoiceDocument, paymentRecord } from '../../../test/support/invoice-document.ts'
import type { CustomerMessage, Wording } from '../../../domain/invoice/messages/customer-message.ts'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import { NO_WORDS } from '../../../domain/invoice/messages/own-words.ts'
import { AA_CONTRAST, accentsOf, contrast, textOn } from '../../../domain/merchant/brand.ts'
import { customerEmail } from './index.ts'

const document = invoiceDocument({ lines: [{ description: 'Logo', quantity: '1', unitAmount: '125000' }] })
const url = 'https://pay.example/pay/abc'
const template = { ...NO_WORDS, translations: {} }

function email(message: CustomerMessage, shown: InvoiceDocument = document, wording: Partial<Wording> = {}) {
  return customerEmail(message, shown, url, { template, ...wording })
}

describe('the e-mails', () => {
  it('writes the invoice e-mail with the agreed text', () => {
    const { subject, text } = email({ kind: 'invoice' })
    expect(subject).toBe('Invoice INV-2026-0001 - Payment Required')
    expect(text.replace(/\s+/g, ' ').trim()).toBe(
      `Dear Ada Byron, Please find attached your invoice for 1,250.00 GBP. Payment link: ${url} ` +
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
    const { text, html } = email({ kind: 'reminder', days: 3 }, document, { customText })
    expect(text.startsWith(customText)).toBe(true)
    expect(`${text}${html}`.match(/Ada/g)?.length ?? 0).toBe(customText.includes('Ada') ? 2 : 0)
  })

  it.each([
    'Please pay 1,250.00 GBP.',
    'The invoice of Ada Byron is due, please pay it.',
    'Hi-fi repair: due.',
  ])('keeps the greeting when the merchant’s text has none: %s', (customText) => {
    const { text } = email({ kind: 'reminder', days: 3 }, document, { customText })
    expect(text.startsWith(`Dear Ada Byron,\n\n${customText}`)).toBe(true)
  })

  it('escapes the texts of a merchant, and keeps the subject on one line', () => {
    const hostile = {
      ...document,
      number: 'A\r\nBcc: eve@example.com',
      customer: { name: '<b>Ada</b>', email: 'a@b.example' },
    }
    const { subject, html } = email({ kind: 'invoice' }, hostile)
    expect(subject).toBe('Invoice A Bcc: eve@example.com - Payment Required')
    expect(html).toContain('&lt;b&gt;Ada&lt;/b&gt;')
    expect(html).not.toContain('<b>Ada')
    expect(html).toContain(`href="${url}"`)
  })

  it('writes a receipt only for a paid invoice', () => {
    expect(() => email({ kind: 'receipt' })).toThrow(RangeError)
    const payment = paymentRecord({ amount: 125_000 })
    const paid = { ...document, payment, amountDue: 0, amountReceived: 125_000 }
    const { subject, text } = email({ kind: 'receipt' }, paid)
    expect(subject).toBe('Receipt for invoice INV-2026-0001')
    expect(text).toContain('We have received your payment of 1,250.00 GBP for invoice INV-2026-0001.')
    expect(text).toContain('Paid from: Pebble')
    const cash = { ...paid, payment: { ...payment, from: { method: 'cash' } as const } }
    expect(email({ kind: 'receipt' }, cash).text).toContain('\nPayment method: Cash\n')
    const french = email({ kind: 'receipt' }, { ...cash, language: 'fr' }).text
    expect(french).toContain('\nMoyen de paiement\u00a0: Espèces\n')
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
    expect(email({ kind: 'invoice' }, moved).text).toContain(
      'Please find attached your invoice: 800.00 GBP of 1,250.00 GBP is still to be paid.',
    )
    for (const { text, html } of [email({ kind: 'invoice' }, moved), email({ kind: 'reminder' }, moved)]) {
      expect(text).toContain('Received: 600.00 GBP')
      expect(text).toContain('Given back: 100.00 GBP')
      expect(text).toContain('A refund of 50.00 GBP is on its way.')
      expect(text).toContain('800.00 GBP')
      expect(factsOf(html)).toEqual([
        ['Number', 'INV-2026-0001'],
        ['Due', '30 November 2026'],
        ['Total', '1,250.00 GBP'],
        ['Received', '600.00 GBP'],
        ['Given back to you', '100.00 GBP'],
        ['Refund on its way', '50.00 GBP'],
        ['Still to be paid', '800.00 GBP'],
      ])
    }
    const receipt = email({ kind: 'receipt' }, moved).text
    expect(receipt).toContain('Given back: 100.00 GBP')
    expect(receipt).toContain('A refund of 50.00 GBP is on its way.')
    expect(receipt).toContain('Still to be paid: 800.00 GBP')
    expect(email({ kind: 'receipt' }, { ...moved, amountReceived: 90_000 }).text).toContain(
      'Received in all: 900.00 GBP',
    )
  })

  it('asks for the whole below a refund whose payment was removed', () => {
    const refunded = { ...document, amountReceived: 0, amountRefunded: 125_000, amountDue: 125_000 }
    for (const kind of ['invoice', 'reminder'] as const) {
      const facts = factsOf(email({ kind }, refunded).html)
      expect(facts).toContainEqual(['Given back to you', '1,250.00 GBP'])
      expect(facts.at(-1)).toEqual(['Still to be paid', '1,250.00 GBP'])
    }
  })

  it('asks for what a credit note left, with sums that add up', () => {
    const credited = { ...document, amountCredited: 40_000, amountDue: 85_000, amountRequested: 85_000 }
    const invoice = email({ kind: 'invoice' }, credited)
    expect(invoice.text).toContain('Credited: 400.00 GBP\nStill to be paid: 850.00 GBP')
    const opening = 'Here is your invoice: 850.00 GBP of 1,250.00 GBP is still to be paid.'
    const { text, html } = email({ kind: 'invoice', pdf: 'linked' }, credited)
    for (const part of [text, html]) expect(part).toContain(opening)
    expect(headingOf(invoice.html)).toBe('850.00 GBP')
    expect(email({ kind: 'reminder' }, credited).text).toContain('Total: 1,250.00 GBP\nCredited: 400.00 GBP')
    const begun = { ...credited, amountReceived: 30_000, amountDue: 55_000, amountRequested: 55_000 }
    expect(email({ kind: 'reminder' }, begun).text).toContain(
      'Total: 1,250.00 GBP\nCredited: 400.00 GBP\nReceived: 300.00 GBP',
    )
  })
})

describe('the HTML of an e-mail', () => {
  const brand = { merchantId: 'mer_1', accent: '#ffd400', hasSecureBadge: true } as const
  const logo = { version: 'v1', width: 400, height: 96 }
  const branded = { ...document, instructions: 'By transfer:\nIBAN 12', brand: { ...brand, logo } }
  const { html } = email({ kind: 'invoice', pdf: 'linked' }, branded)

  it('has the logo, and the colour in both schemes with AA contrast', () => {
    const { onLight, onDark } = accentsOf('#ffd400')
    expect(html).toContain('src="https://pay.example/logos/mer_1.png?v=v1" width="200" height="48"')
    expect(html).toContain(`bgcolor="${onLight}"`)
    expect(html).toContain(`background:${onLight};color:${textOn(onLight)}`)
    const dark = /prefers-color-scheme:dark\)\{(.*?)\}\}/s.exec(html)?.[1]
    expect(dark).toContain(`.button{background:${onDark}!important;color:${textOn(onDark)}!important`)
    expect(contrast(onLight, '#ffffff')).toBeGreaterThanOrEqual(AA_CONTRAST)
    expect(contrast(onDark, '#191f1c')).toBeGreaterThanOrEqual(AA_CONTRAST)
  })

  it('uses only what Outlook and Gmail show: tables, inline styles, images with sizes, breaks', () => {
    expect(html).toContain('By transfer:<br />IBAN 12')
    const body = html.slice(html.indexOf('<body'))
    expect(body).not.toMatch(/<(div|style|script|link|form|svg)\b|white-space|display:(flex|grid)|var\(--/)
    expect(body.match(/<table/g)?.length).toBe(body.match(/<\/table>/g)?.length)
    for (const [table] of body.matchAll(/<table[^>]*>/g)) expect(table).toContain('cellpadding="0"')
    expect(body).toMatch(/mso-padding-alt:14px 28px/)
    // Gmail cuts off what is beyond 102 kB: https://www.caniemail.com
    expect(Buffer.byteLength(html)).toBeLessThan(20_000)
  })

  it('loads nothing but the merchant’s logo', () => {
    const loaded = [...html.matchAll(/(?:src|background|srcset)="([^"]*)"|url\(|@import|<link/g)]
    expect(loaded.map(([, address]) => address)).toEqual(['https://pay.example/logos/mer_1.png?v=v1'])
  })
})

function withoutStyle(html: string): string {
  return html.replace(/<style>.*?<\/style>/gs, '')
}

function headingOf(html: string): string | undefined {
  return /<h1[^>]*>([^<]*)<\/h1>/.exec(html)?.[1]
}

/** Reads the rows of the table of facts. */
function factsOf(html: string): string[][] {
  return [...html.matchAll(/<th [^>]*>([^<]*)<\/th>\s*<td [^>]*>([^<]*)<\/td>/g)].map(([, ...row]) => row)
}

describe('the merchant’s own words', () => {
  const payment = paymentRecord({ amount: 60_000 })
  const paid = { ...document, payment, payments: [payment] }
  const messages: CustomerMessage[] = [
    { kind: 'invoice' },
    { kind: 'invoice', pdf: 'linked' },
    { kind: 'reminder', days: 3 },
    { kind: 'receipt' },
    { kind: 'refund', refunded: { amount: 60_000 } },
    { kind: 'void' },
  ]
  const TEXT = [
    'Hello {customer_name}, {amount} {currency}, {due_date}, {invoice_number}, {description}, {merchant_name}:',
    '{secure_payment_url}',
  ].join('\n')
  const own = { ...template, subject: '{invoice_number} of {merchant_name}', text: TEXT }

  it.each(messages)('replace subject, greeting, opening and closing of %j', (message) => {
    const { subject, text, html } = email(message, paid, { template: own })
    const amount = message.kind === 'receipt' || message.kind === 'refund' ? '600.00' : '1,250.00'
    const facts = '30 November 2026, INV-2026-0001, Brand identity, Larkspur Studio:'
    expect(subject).toBe('INV-2026-0001 of Larkspur Studio')
    expect(text.startsWith(`Hello Ada Byron, ${amount} GBP, ${facts}\n${url}\n\n`)).toBe(true)
    expect(text.match(new RegExp(`${url}\\s`, 'g'))).toHaveLength(1)
    expect(html).toContain(`Hello Ada Byron, ${amount} GBP, ${facts}`)
    for (const part of [text, withoutStyle(html)])
      expect(part).not.toMatch(/Dear|Thank you|Kind regards|[{}]\w/)
  })

  it('leave the button and the link where a text does not name the link', () => {
    const { text, html } = email({ kind: 'invoice' }, document, { template: { ...template, text: 'Pay.' } })
    expect(text).toContain(`Payment link: ${url}`)
    expect(html).toContain(`<a href="${url}" style="display:inline-block`)
  })

  it('are taken in the language of the invoice, each text by itself', () => {
    const translations = { da: { ...NO_WORDS, text: 'Hej {customer_name}, {amount}.' } }
    const wording = { template: { ...template, subject: 'Any', translations } }
    const { subject, text } = email({ kind: 'invoice' }, { ...document, language: 'da-DK' }, wording)
    expect([subject, text.split('\n')[0]]).toEqual(['Any', 'Hej Ada Byron, 1.250,00.'])
    expect(email({ kind: 'invoice' }, document, wording).text).toContain('Dear Ada Byron')
  })

  it('escape values, keep their braces, and add no header', () => {
    const hostile = {
      ...document,
      description: '<script>1</script>',
      customer: { name: '{secure_payment_url} <b>\r\nBcc: eve@example.com', email: 'a@b.example' },
    }
    const hostileWords = {
      ...template,
      subject: 'For {customer_name}',
      text: '<i>{customer_name} {description}',
    }
    const { subject, text, html } = email({ kind: 'invoice' }, hostile, { template: hostileWords })
    expect(subject).toBe('For {secure_payment_url} <b> Bcc: eve@example.com')
    expect(text).toContain('<i>{secure_payment_url} <b>')
    expect(html).not.toMatch(/<script|<b>|<i>/)
    expect(html).toContain('&lt;i&gt;{secure_payment_url} &lt;b&gt;')
  })
})
