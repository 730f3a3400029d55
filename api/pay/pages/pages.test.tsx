import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import type { InvoiceLine } from '../../../domain/tax/types.ts'
import { invoiceDocument, paymentRecord } from '../../../test/support/invoice-document.ts'
import { ENGLISH_PAGE as language } from '../page-language.ts'
import type { ListedBank } from './bank-list.tsx'
import { BanksPage } from './banks-page.tsx'
import { InvoicePage, type InvoicePageProps } from './invoice-page.tsx'
import { ErrorPage, LinkProblemPage } from './problem-pages.tsx'
import { script } from './script.ts'
import { PaidPage, WaitingPage } from './waiting-page.tsx'

const payPath = '/pay/abc'
const NONE_FOUND = language.locale.t('banks.none_found')
const lines: InvoiceLine[] = [
  { description: 'Photography', quantity: '2.5', unitAmount: '40000', taxRate: '20' },
  { description: 'Travel', quantity: '1', unitAmount: '5000' },
]
const pebble: ListedBank = { id: 'pebble', name: 'Pebble', country: 'GB' }
const harbour: ListedBank = {
  id: 'harbour',
  name: 'Harbour & Vale',
  country: 'GB',
  logoUrl: 'https://bank.example/harbour.svg',
  logoPath: '/pay/assets/banks/harbour',
}
const credit: ListedBank = { id: 'credit', name: 'Crédit du Port', country: 'FR' }
const payment = paymentRecord({ amount: 125_000 })

describe('InvoicePage', () => {
  it('shows the merchant, the amount, the lines and the due date', () => {
    const page = invoicePage()
    for (const text of [
      'Larkspur Studio',
      'Photography',
      '2.5 × 400.00 plus 20 % tax',
      'Due 30 November 2026',
    ])
      expect(page).toContain(text)
    expect(page).toContain('<h1>1,250.00 GBP</h1>')
    expect(page).toContain(`href="${payPath}/invoice.pdf"`)
    expect(invoicePage({ overdue: true })).toContain('Overdue since 30 November 2026')
  })

  it('shows the tax of each rate when the lines have several, and one sum for one rate', () => {
    const several = rows(invoicePage())
    expect(several).toEqual(expect.arrayContaining(['Tax 20 % on 1,000.00: 200.00', 'No tax on 50.00: 0.00']))
    const one = rows(invoicePage({ document: invoiceDocument() }))
    expect(one).toContain('Tax 20 % on 100.00: 20.00')
  })

  it('states total, credited, received, given back and due in this order, which add up', () => {
    const sums = { amountCredited: 30_000, amountReceived: 60_000, amountRefunded: 10_000 }
    const refund = { amountRefundPending: 5_000, amountDue: 50_000, amountRequested: 50_000 }
    const page = invoicePage({ document: document({ ...sums, ...refund }) })
    expect(rows(page).slice(-6)).toEqual([
      'Total: 1,250.00 GBP',
      'Credited: 300.00',
      'Received: 600.00',
      'Given back to you: 100.00',
      'Refund on its way: 50.00',
      'Still to be paid: 500.00',
    ])
    expect(125_000 - 30_000 - 60_000 + 10_000 + 5_000).toBe(50_000)
    expect(page).toContain('<h1>500.00 GBP</h1>')
  })

  it('links the merchant’s e-mail address and phone number', () => {
    const merchant = { name: 'Larkspur Studio', email: 'a@larkspur.example', phone: '+44 117 496 0123' }
    const page = invoicePage({ document: document({ merchant }) })
    expect(page).toContain('<a href="mailto:a@larkspur.example">a@larkspur.example</a>')
    expect(page).toContain('<a href="tel:+441174960123">+44 117 496 0123</a>')
  })

  it('states what protects the payer, unless the merchant hides it', () => {
    const brand = { merchantId: 'mer_1', hasSecureBadge: false }
    expect(invoicePage()).toContain('Your bank details are never seen here.')
    expect(invoicePage({ document: document({ brand }) })).not.toContain('Secure payment')
  })

  it('names each button by its bank, and adds the country when the list has several', () => {
    expect(bankButtons(invoicePage({ banks: [harbour, pebble] }))).toEqual(['Harbour &amp; Vale', 'Pebble'])
    expect(bankButtons(invoicePage())).toEqual([
      'Harbour &amp; Vale United Kingdom',
      'Pebble United Kingdom',
      'Crédit du Port France',
    ])
    expect(invoicePage()).toContain('<img src="/pay/assets/banks/harbour" alt=""')
    expect(invoicePage()).not.toContain('https://bank.example')
  })

  it('offers the countries of the list when there are several, and a search in all of them', () => {
    expect(invoicePage({ countries: ['GB'], country: 'all' })).not.toContain('<select')
    const page = invoicePage({ banks: [credit], countries: ['GB', 'FR'], country: 'FR', query: 'zzz' })
    expect(page).toMatch(
      /<option value="FR" selected[^>]*>France<[^]*<option value="GB"[^>]*>United Kingdom</,
    )
    expect(page.match(/<input type="hidden" name="country" value="FR"/g)).toHaveLength(2)
    expect(page).toContain(`href="${payPath}?country=all&amp;q=zzz#banks"`)
    const all = invoicePage({ countries: ['GB', 'FR'], country: 'all', query: 'zzz' })
    expect(all).toMatch(/<option value="all" selected/)
    expect(all).not.toContain('country=all&amp;q')
  })

  it('asks for the payer’s consent when TrueLayer makes the payment, and not for other rails', () => {
    const over = (bank: ListedBank, rail: 'truelayer' | 'tokenio') => ({ ...bank, rail })
    const consent = (banks: InvoicePageProps['banks']) =>
      /By pressing Pay by bank you permit[\s\S]*?<\/p>/
        .exec(invoicePage({ banks }))?.[0]
        .replace(/<[^>]+>/g, '')
        .replace(/\s+/g, ' ')
    const sentence =
      'By pressing Pay by bank you permit TrueLayer to start this payment from your bank account, and agree to TrueLayer’s terms of service and privacy notice.'
    expect(consent([over(harbour, 'truelayer')])).toBe(sentence)
    expect(consent([over(harbour, 'truelayer'), over(pebble, 'tokenio')])).toBe(
      sentence.replace('TrueLayer to', 'TrueLayer, or another service for some banks, to'),
    )
    expect(consent([over(pebble, 'tokenio')])).toBeUndefined()
  })

  it('marks the chosen bank and sends it with Pay by bank', () => {
    const page = invoicePage({ chosen: pebble })
    expect(page.match(/value="pebble" aria-pressed="true"/g)).toHaveLength(1)
    expect(page.match(/aria-pressed="true"/g)).toHaveLength(1)
    const pay = /<form method="post"[\s\S]*?<\/form>/.exec(page)?.[0]
    expect(pay).toContain(`action="${payPath}/pay"`)
    expect(pay).toContain('name="bank" value="pebble"')
    expect(pay).toContain('Pay by bank')
  })

  it('hides the banks that do not match the search, ignoring case and accents', () => {
    const page = invoicePage({ query: ' CREDIT ' })
    expect(page.match(/<li hidden/g)).toHaveLength(2)
    const shown = new RegExp(`>\\s*${NONE_FOUND}`)
    expect(page).not.toMatch(shown)
    expect(invoicePage({ query: 'zzz' })).toMatch(shown)
  })

  it('shows the notice about the last payment attempt as an alert', () => {
    expect(invoicePage({ notice: { text: 'Nothing has been paid.', isGood: false } })).toMatch(
      /<p class="notice" role="alert">\s*Nothing has been paid\./,
    )
    expect(invoicePage({ notice: { text: 'It has arrived.', isGood: true } })).toMatch(
      /<p class="notice good" role="alert">\s*It has arrived\./,
    )
  })
})

describe('other pages', () => {
  it('starts the payment from a bank’s button on the banks page', () => {
    const page = render(BanksPage({ language, document: document(), payPath, banks: [pebble], query: '' }))
    expect(page).toMatch(/<form method="post" action="\/pay\/abc\/pay">[\s\S]*value="pebble"/)
    expect(page).not.toContain('aria-pressed')
    expect(page).toContain('1,250.00 GBP')
  })

  it('offers another bank while the payer has not approved, and none after the approval', () => {
    const props = {
      language,
      document: document(),
      payPath,
      bankName: 'Pebble',
      bankUrl: 'https://bank.example/1',
    }
    const waiting = render(WaitingPage({ ...props, status: 'waiting' }))
    expect(waiting).toMatch(/href="https:\/\/bank\.example\/1">\s*Continue at Pebble/)
    expect(waiting).toContain('Choose another bank')
    expect(waiting).toContain('<noscript><meta http-equiv="refresh" content="5"')
    const processing = render(WaitingPage({ ...props, status: 'processing' }))
    expect(processing).not.toContain('Choose another bank')
    expect(processing).not.toContain('https://bank.example/1')
  })

  it('offers a receipt on the paid page only when there is a payment', () => {
    const paid = render(PaidPage({ language, document: document({ payment, payments: [payment] }), payPath }))
    for (const text of [
      '1,250.00 GBP paid',
      '24 November 2026',
      'Pebble',
      'REF123',
      `${payPath}/receipt.pdf`,
    ])
      expect(paid).toContain(text)
    expect(render(PaidPage({ language, document: document(), payPath }))).not.toContain('receipt.pdf')
  })

  it('shows the refunded amount on the paid page', () => {
    const refund = { amount: 2_500, refundedOn: '2026-11-26', to: 'Pebble', refundReference: 'RFD9' }
    const page = (changes: Partial<InvoiceDocument>) =>
      render(
        PaidPage({ language, document: document({ payment, payments: [payment], ...changes }), payPath }),
      )
    expect(page({})).not.toContain('back')
    const given = page({ amountRefunded: 2_500, refunds: [{ ...refund, isInProgress: false }] })
    for (const text of ['25.00 GBP has been given back to you', '26 November 2026', 'RFD9'])
      expect(given).toContain(text)
    const pending = page({ amountRefundPending: 2_500, refunds: [{ ...refund, isInProgress: true }] })
    expect(pending).toContain('A refund of 25.00 GBP is on its way.')
    expect(pending).not.toContain('iven back')
  })

  it('states a refund that is on its way among the sums of the invoice page', () => {
    const sums = { amountReceived: 60_000, amountRefundPending: 10_000, amountDue: 75_000 }
    const page = invoicePage({ document: document(sums) })
    expect(page).toMatch(/Refund on its way\s*<\/td>\s*<td role="cell" class="number">100\.00</)
    expect(page).not.toContain('Given back')
    expect(page).toMatch(/Received\s*<\/td>\s*<td role="cell" class="number">600\.00</)
  })

  it('names every payment on the paid page', () => {
    const payments = [
      paymentRecord({ amount: 30_000, paidOn: '2026-11-20', from: 'Cash', paymentReference: 'FIRST' }),
      paymentRecord({
        amount: 50_000,
        paidOn: '2026-11-21',
        from: 'Harbour',
        paymentReference: 'SECOND',
        state: 'reversed',
      }),
      payment,
    ]
    const page = render(
      PaidPage({ language, document: document({ payment, payments, amountOverpaid: 80_000 }), payPath }),
    )
    for (const { from, paymentReference } of payments)
      for (const text of [from, paymentReference]) expect(page).toContain(text)
    for (const text of ['300.00 GBP', '500.00 GBP', '1,250.00 GBP', '20 November 2026', '21 November 2026'])
      expect(page).toContain(text)
    expect(page).toContain('reports as not arrived')
    expect(page).toContain('You have paid 800.00 GBP more than the total.')
  })

  it('shows no merchant for an unknown link, and the merchant’s address for an expired one', () => {
    const merchant = { name: 'Larkspur Studio', email: 'hello@larkspur.example' }
    expect(render(LinkProblemPage({ language, problem: 'unknown' }))).not.toContain('@')
    expect(render(LinkProblemPage({ language, problem: 'expired', merchant }))).toContain(
      'mailto:hello@larkspur.example',
    )
  })
})

describe('every page', () => {
  const hostile = '"><script>alert(1)</script>'
  const evil = document({
    description: hostile,
    instructions: hostile,
    merchant: { name: hostile, email: hostile },
    customer: { name: hostile, email: hostile },
    lines: [{ description: hostile, quantity: '1', unitAmount: '100' }],
    payment: { ...payment, from: hostile, paymentReference: hostile },
  })
  const bank = { id: hostile, name: hostile, country: 'GB', logoUrl: hostile }
  const pages = {
    invoice: render(
      InvoicePage({
        language,
        document: evil,
        payPath,
        banks: [bank],
        query: hostile,
        chosen: bank,
        overdue: true,
        notice: { text: hostile, isGood: false },
      }),
    ),
    banks: render(BanksPage({ language, document: evil, payPath, banks: [bank], query: hostile })),
    waiting: render(
      WaitingPage({
        language,
        document: evil,
        payPath,
        bankName: hostile,
        status: 'waiting',
        bankUrl: hostile,
      }),
    ),
    paid: render(PaidPage({ language, document: evil, payPath })),
    problem: render(LinkProblemPage({ language, problem: 'expired', merchant: evil.merchant })),
    error: render(ErrorPage({ language, title: hostile, text: hostile })),
  }

  it.each(Object.entries(pages))('escapes hostile texts on the %s page', (_name, page) => {
    expect(page).not.toContain('<script>')
    expect(page).toContain('&lt;script&gt;')
  })

  it.each(Object.entries(pages))(
    'has no inline script or style and is not indexed on the %s page',
    (_name, page) => {
      expect(page).not.toMatch(/\sstyle=|<style|\son\w+=/)
      expect(page.match(/<script/g)).toHaveLength(1)
      expect(page).toContain('<script src="/pay/assets/pay.js" defer')
      expect(page).toContain('<html lang="en">')
      expect(page).toContain('<meta name="robots" content="noindex"')
    },
  )

  it('serves a script that parses', () => {
    expect(() => new Script(script)).not.toThrow()
  })
})

function document(changes: Partial<InvoiceDocument> = {}): InvoiceDocument {
  return invoiceDocument({ lines, ...changes })
}

function invoicePage(changes: Partial<InvoicePageProps> = {}): string {
  const banks = [harbour, pebble, credit]
  return render(
    InvoicePage({ language, document: document(), payPath, banks, query: '', overdue: false, ...changes }),
  )
}

/** Reads the rows of the table as `label: amount`. */
function rows(page: string): string[] {
  return [...page.matchAll(/class="text">([^<]*)<\/td>\s*<td role="cell" class="number">([^<]*)<\/td>/g)].map(
    ([, label, amount]) => `${label?.trim()}: ${amount}`,
  )
}

function render(page: unknown): string {
  return String(page)
}

function bankButtons(page: string): string[] {
  return [...page.matchAll(/<button name="bank"[^>]*>([\s\S]*?)<\/button>/g)].map(([, inner = '']) =>
    inner.replace(/<[^>]+>/g, '').trim(),
  )
}
