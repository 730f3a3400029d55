import { describe, expect, it } from 'vitest'
import { attemptNotice, type LastPayment, type Notice } from '../../api/pay/status/page-status.ts'
import type { PageLanguage } from '../../api/pay/page-language.ts'
import type { ListedBank } from '../../api/pay/pages/bank-list.tsx'
import { BanksPage } from '../../api/pay/pages/banks-page.tsx'
import { InvoicePage } from '../../api/pay/pages/invoice-page.tsx'
import { LinkProblemPage } from '../../api/pay/pages/problem-pages.tsx'
import { LateReturnPage, ReturnPage } from '../../api/pay/pages/return-page.tsx'
import { PaidPage, WaitingPage } from '../../api/pay/pages/waiting-page.tsx'
import { creditNoteEmail } from '../../integrations/email/templates/credit-note-email.ts'
import { invoiceEmail } from '../../integrations/email/templates/invoice-email.ts'
import type { EmailContent } from '../../integrations/email/templates/parts/layout.ts'
import { receiptEmail } from '../../integrations/email/templates/receipt-email.ts'
import { refundEmail } from '../../integrations/email/templates/refund-email.ts'
import { reminderEmail } from '../../integrations/email/templates/reminder-email.ts'
import { voidEmail } from '../../integrations/email/templates/void-email.ts'
import { creditNoteContent, invoiceContent, receiptContent } from '../../integrations/pdf/contents.ts'
import { SHIPPED_FAMILIES } from '../../integrations/pdf/fonts.ts'
import type { PageContent } from '../../integrations/pdf/page-content.ts'
import { createTypesetter } from '../../integrations/pdf/typst.ts'
import { customerText } from '../../integrations/sms/customer-sms.ts'
import { creditNoteOf } from '../../test/support/einvoice-documents.ts'
import { invoiceDocument, paymentRecord } from '../../test/support/invoice-document.ts'
import { readPdf } from '../../test/support/read-pdf.ts'
import type { InvoiceDocument } from '../invoice/document.ts'
import type { Currency } from '../shared/money.ts'
import { countSms } from '../shared/text-message.ts'
import type { InvoiceLine } from '../tax/types.ts'
import type { Catalogue, TextKey } from './catalogue.ts'
import { en } from './en.ts'
import { LANGUAGE_CODES } from './languages.ts'
import { CATALOGUES, createLocale, type Locale, localeOf } from './locale.ts'
import { TAX_CATEGORIES } from '../tax/category.ts'

const URL = 'https://1.2/3'

/** No value has a Latin letter. */
const PARTIES = {
  merchant: {
    name: 'Ρόδο',
    email: '1@2.3',
    legalName: 'Ρόδο 2',
    companyNumber: '17',
    taxNumber: '18',
    vatNumber: '20',
    terms: 'όροι',
    bankDetails: {
      account_name: 'Ρόδο 3',
      sort_code: '040004',
      account_number: '12345678',
      reference: 'number',
      show_on_documents: true,
    },
    address: { text: 'οδός 1' },
  },
  customer: { name: 'Άννα', email: '4@5.6', companyNumber: '25', taxNumber: '19', vatNumber: '21' },
  paymentReference: '22',
  purchaseOrder: '23',
  buyerReference: '24',
  deliveryAddress: { text: 'οδός 2' },
  deliveryDate: '2026-11-20',
  servicePeriod: { from: '2026-11-01', to: '2026-11-30' },
} satisfies Partial<InvoiceDocument>

const LINES = [
  { description: 'έργο', quantity: '2.5', unitAmount: '40000', taxRate: '20' },
  { description: 'δρόμος', quantity: '1', unitAmount: '5000' },
]

function document(changes: Partial<InvoiceDocument> = {}): InvoiceDocument {
  const texts = { number: '2026-1', description: 'σχέδιο', instructions: 'οδηγίες', asOf: '2026-11-26' }
  return invoiceDocument({ ...PARTIES, ...texts, lines: LINES, ...changes })
}

const CATEGORIES = TAX_CATEGORIES.map((taxCategory, index): InvoiceLine => {
  const rate = taxCategory === 'standard' ? { taxRate: '20' } : {}
  const unit = (['H87', 'SET', 'NPR', 'XPK', 'LS', 'D68', 'MTK'] as const)[index] ?? 'C62'
  return { description: 'έργο', quantity: '1', unitAmount: '1000', taxCategory, unit, ...rate }
})
const WHOLE = [{ percent: '5' }, { percent: '5', description: 'λόγος' }, { amount: 10 }]
const allTaxes = document({
  lines: [
    ...CATEGORIES,
    ...CATEGORIES.map((line) => ({ ...line, quantity: '2', discounts: WHOLE, charges: WHOLE })),
  ],
  discounts: WHOLE,
  charges: WHOLE,
})
const included = document({
  lines: [{ description: 'έργο', quantity: '1', unitAmount: '999', taxRate: '20' }],
  pricesIncludeTax: true,
})
const POUND = 'GBP' as Currency
const nationalTax = { currency: POUND, invoiceCurrency: POUND, exchangeRate: '0.8432', amount: 141 }
const inclusive = { ...included, totals: { ...included.totals, nationalTax } }
const METHODS = ['cash', 'transfer', 'card', 'cheque', 'other'] as const
const STATES = ['received', 'reversed', 'removed'] as const

const payment = paymentRecord({ from: 'Τράπεζα', paymentReference: '77', amount: 60_000 })
const money = { amountReceived: 60_000, amountRefunded: 10_000, amountRefundPending: 5_000 }
const moved = document({
  ...money,
  payment: { ...payment, overpayment: 100 },
  payments: STATES.map((state) => ({ ...payment, state })),
  refunds: [true, false].map((isInProgress) => ({
    amount: 5_000,
    refundedOn: '2026-11-26',
    to: 'Τράπεζα',
    refundReference: '78',
    isInProgress,
  })),
  amountDue: 80_000,
  amountRequested: 80_000,
  amountOverpaid: 200,
})
const deposit = document({ deposit: 50_000, amountRequested: 50_000 })
const restOfDeposit = document({ ...money, deposit: 99_000, amountDue: 80_000, amountRequested: 39_000 })
const paid = { amountDue: 0, amountRequested: 0, status: 'paid' } as const
const ended: InvoiceDocument[] = [
  document({ status: 'overdue', deposit: 100, amountDue: 80_000, amountRequested: 80_000, ...money }),
  document({ ...paid, amountReceived: 125_000 }),
  document({ ...paid, closedOn: '2026-11-24', amountReceived: 125_000, payments: [payment] }),
  document({ ...paid, amountReceived: 125_000, amountRefunded: 125_000 }),
  document({ ...paid, closedOn: '2026-11-24', amountReceived: 125_000, amountRefunded: 125_000 }),
  document({ status: 'void', amountRequested: 0 }),
  document({ status: 'void', closedOn: '2026-11-24', amountRequested: 0 }),
]
const creditNote = {
  ...creditNoteOf(document(), { rest: true }),
  number: '2026-2',
  reason: 'λόγος',
}
const credited = document({
  amountCredited: 30_000,
  amountDue: 95_000,
  amountRequested: 95_000,
  creditNotes: [{ number: '2026-2', issuedOn: '2026-11-26', amount: 30_000 }],
})
const byMethod = METHODS.map((method) =>
  document({ payment: { ...payment, from: { method } }, amountReceived: 60_000 }),
)

const BANKS: ListedBank[] = [
  { id: '1', name: 'Άλφα', country: '', rail: 'truelayer' },
  { id: '2', name: 'Βήτα', country: '', rail: 'tokenio', unavailable: 'maintenance' },
  { id: '3', name: 'Γάμα', country: '', rail: 'tokenio', unavailable: 'unavailable' },
  { id: '4', name: 'Δέλτα', country: '', unavailable: { limit: { amount: 1, currency: 'GBP' as Currency } } },
]
const [first] = BANKS

const REASONS = [
  'insufficient_funds',
  'payment_limit_exceeded',
  'provider_error',
  'expired',
  'canceled',
  'invalid_otp',
  'rejected',
  'blocked',
  'bank_needs_form',
  'forbidden',
  'verification_declined',
  'unknown',
]

const ATTEMPTS: [status: string, failure: string | null, payment?: LastPayment['payment']][] = [
  ['started', null],
  ['settled', 'payment_amount_unreadable'],
  ['settled', null],
  ['settled', null, { reversed: true } as LastPayment['payment']],
  ['settled', null, {} as LastPayment['payment']],
  ...REASONS.map((failure): [string, string] => ['failed', failure]),
]

function notices(locale: Locale): Notice[] {
  return ATTEMPTS.flatMap(([status, failure, came]) =>
    [true, false].flatMap((hasPaid) => {
      const attempt = { status, failure, bankName: 'Τράπεζα' } as LastPayment['attempt']
      return attemptNotice({ attempt, hasPaid, payment: came, merchant: 'Ρόδο' }, locale) ?? []
    }),
  )
}

function pages(locale: Locale): string[] {
  const language: PageLanguage = { locale, others: [{ language: 'sv', href: '?lang=sv' }] }
  const common = { language, payPath: URL }
  const list = { ...common, query: '', countries: ['GR', 'CY'], country: 'GR' }
  const waiting = { ...common, document: document(), bankName: 'Τράπεζα' }
  const { merchant } = PARTIES
  return [
    ...[document(), allTaxes, inclusive, moved, deposit, restOfDeposit, credited].map((one) =>
      InvoicePage({ ...list, document: one, banks: BANKS, overdue: false, chosen: first }),
    ),
    InvoicePage({
      ...list,
      document: invoiceDocument({ ...PARTIES, description: 'σ', number: '1', lines: LINES.slice(0, 1) }),
      banks: BANKS,
      overdue: true,
    }),
    InvoicePage({ ...list, document: moved, banks: BANKS.slice(0, 1), overdue: true, query: 'ψ' }),
    InvoicePage({ ...list, document: moved, banks: [], overdue: true }),
    InvoicePage({ ...list, document: moved, banks: [], overdue: true, isSuspended: true }),
    ...notices(locale).map((notice) =>
      InvoicePage({ ...list, document: document(), banks: BANKS, overdue: false, notice }),
    ),
    BanksPage({ ...list, document: document(), banks: BANKS }),
    BanksPage({ ...list, document: document(), banks: BANKS.slice(0, 1) }),
    ...(['starting', 'waiting', 'processing'] as const).flatMap((status) =>
      [true, false].flatMap((isNotStopped) =>
        [URL, undefined].map((bankUrl) => WaitingPage({ ...waiting, status, isNotStopped, bankUrl })),
      ),
    ),
    WaitingPage({ ...waiting, status: 'starting', bankName: undefined }),
    ...[moved, document({ payments: [payment] }), credited, ...byMethod].map((one) =>
      PaidPage({
        ...common,
        document: { ...one, payments: one.payments.length > 0 ? one.payments : [payment] },
      }),
    ),
    ...(['unknown', 'expired', 'revoked', 'void', 'paid'] as const).flatMap((problem) => [
      LinkProblemPage({ ...common, problem }),
      LinkProblemPage({ ...common, problem, merchant }),
      LinkProblemPage({ ...common, problem, merchant, isRequested: true, isNewLinkSent: true }),
    ]),
    LinkProblemPage({
      ...common,
      problem: 'void',
      merchant,
      voided: { document: held, creditNotes: [{ id: 'crn_1', number: '2026-2' }] },
    }),
    ReturnPage({ language }),
    LateReturnPage({ language }),
  ].map(rendered)
}

function rendered(page: unknown): string {
  return String(page)
}

const held = document({ status: 'void', amountRequested: 0, amountReceived: 2_000 })

function emails(locale: Locale): EmailContent[] {
  return [
    ...[document(), allTaxes, inclusive, moved, deposit, credited].flatMap((one) => [
      invoiceEmail(one, URL, locale, {}),
      invoiceEmail(one, URL, locale, {}, { pdf: 'linked' }),
      ...[undefined, -3, 0, 3].map((days) => reminderEmail(one, URL, locale, {}, days)),
    ]),
    ...[{ ...moved, amountReceived: 90_000 }, { ...moved, amountDue: 0 }, ...byMethod].map((one) =>
      receiptEmail(one, URL, locale, {}),
    ),
    refundEmail(document(), URL, { amount: 100 }, locale, {}),
    ...METHODS.map((method) => refundEmail(document(), URL, { amount: 100, method }, locale, {})),
    voidEmail(document(), URL, locale, {}),
    voidEmail(document(), URL, locale, {}, '2026-2'),
    voidEmail(held, URL, locale, {}),
    ...[document(), moved, document(paid)].map((one) =>
      creditNoteEmail(one, URL, { number: '2026-2', amount: 100 }, locale, {}),
    ),
  ]
}

function textMessages(locale: Locale): string[] {
  const kinds = ['invoice', 'reminder', 'void'] as const
  return [document(), deposit, restOfDeposit].flatMap((one) =>
    kinds.flatMap((kind) => [undefined, 'κείμενο'].map((own) => customerText(kind, one, URL, locale, own))),
  )
}

function pdfContents(locale: Locale): PageContent[] {
  const receipts = [moved, { ...moved, payment: { ...payment, state: 'reversed' as const } }, ...byMethod]
  return [
    ...[
      document({ preview: true }),
      allTaxes,
      inclusive,
      moved,
      deposit,
      restOfDeposit,
      credited,
      ...ended,
    ].map((one) => invoiceContent(one, locale)),
    ...receipts.map((one) => receiptContent(one, locale)),
    creditNoteContent(creditNote, locale),
  ]
}

/** Replaces every Latin letter outside of the placeholders, so that text from elsewhere stands out. */
function marked(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, text]) => [
      key,
      text.replace(/(\{\w+\})|[A-Za-z]/g, (_, placeholder?: string) => placeholder ?? 'ж'),
    ]),
  ) as Catalogue
}

function latinWords(text: string): string[] {
  return (
    text
      .replaceAll(`${URL}/invoice.pdf`, '')
      .replaceAll(URL, '')
      .replaceAll('GBP', '')
      .match(/[A-Za-z]{2,}/g) ?? []
  )
}

/** Leaves out the languages' own names. */
function visible(html: string): string {
  const read =
    /\s(?:aria-label|alt|title|placeholder|data-text|data-none|data-shown|data-last-used)="([^"]*)"/g
  const attributes = [...html.matchAll(read)].map(([, text = '']) => text)
  const body = html.replace(
    /<!doctype[^>]*>|<!--.*?-->|<style.*?<\/style>|<a [^>]*hreflang[^>]*>[^<]*<\/a>|<[^>]*>/gs,
    ' ',
  )
  return [body, ...attributes]
    .join('\n')
    .replace(/&(?:amp|quot|lt|gt|#39);/g, ' ')
    .replace(/\{\w+\}/g, '')
}

/** Neither codes nor the names of placeholders are visible. */
function valuesOf({ lang: _, pageOf, position, totals, ...content }: PageContent): string[] {
  const { tone: __, ...box } = position ?? { tone: '' }
  const visibleTotals = totals.map(([label, amount]) => [label, amount])
  return stringsIn([content, box, visibleTotals, pageOf.replace(/\{\w+\}/g, '')])
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

const used = new Set<TextKey>()
/** Greek formats have no Latin letter. */
const foreign = createLocale(marked(en), 'da', 'el')
const locale: Locale = {
  ...foreign,
  t(key, ...values) {
    used.add(key)
    return foreign.t(key, ...values)
  },
  parts(key, values) {
    used.add(key)
    return foreign.parts(key, values)
  },
  template(key) {
    used.add(key)
    return foreign.template(key)
  },
}

describe('with a catalogue in other letters', () => {
  it('every page has only its texts', () => {
    for (const page of pages(locale)) expect(latinWords(visible(page))).toEqual([])
  })

  it('every e-mail has only its texts', () => {
    for (const { subject, text, html } of emails(locale)) {
      expect(latinWords(`${subject}\n${text}\n${visible(html)}`)).toEqual([])
    }
  })

  it('every text message has only its texts', () => {
    for (const text of textMessages(locale)) expect(latinWords(text)).toEqual([])
  })

  it('every PDF has only its texts', async () => {
    const contents = pdfContents(locale)
    for (const content of contents) expect(latinWords(valuesOf(content).join('\n'))).toEqual([])
    // The template adds texts to the content.
    const typeset = createTypesetter(SHIPPED_FAMILIES)
    for (const content of contents.slice(0, 2)) {
      const { pdf, missingScripts } = typeset(content)
      expect(missingScripts).toEqual([])
      const { text } = await readPdf(pdf)
      expect(text).toContain('Άννα')
      expect(latinWords(text)).toEqual([])
    }
  })

  it('every text of the catalogue is in use', () => {
    // Pages about an error are composed for a request, and are tested with the server.
    const ofRequests =
      /^credit\.|^error\.|^return\.deferred$|^notice\.not_started$|^invoice\.draft$|^pdf\.file\./
    const unused = (Object.keys(en) as TextKey[]).filter((key) => !used.has(key) && !ofRequests.test(key))
    expect(unused).toEqual([])
  })
})

describe.each(LANGUAGE_CODES)('in %s', (code) => {
  const ours = createLocale(CATALOGUES[code], code, code)

  it('every placeholder has its value, and the language is stated', () => {
    const html = [...pages(ours), ...emails(ours).map((email) => email.html)]
    for (const page of html) {
      expect(page).toContain(`<html lang="${code}"`)
      expect(page.replace(/data-(?:text|shown)="[^"]*"|<style.*?<\/style>/gs, '')).not.toMatch(
        /[{}]|undefined|\[object/,
      )
    }
    const texts = emails(ours).map(({ subject, text }) => `${subject}\n${text}`)
    for (const text of [...texts, ...textMessages(ours)]) expect(text).not.toMatch(/[{}]|undefined/)
  })

  it('a text message is one segment of cheap letters', () => {
    const merchant = { name: 'Larkspur Studio', email: 'a@b.example' }
    const url = `https://pay.example/pay/${'x'.repeat(43)}`
    for (const kind of ['invoice', 'reminder', 'void'] as const) {
      const one = invoiceDocument({ merchant })
      const text = customerText(kind, one, url, ours)
      expect(text).toContain(merchant.name)
      expect(countSms(text)).toMatchObject({ encoding: 'gsm7', segments: 1 })
    }
  })

  it('a PDF has a glyph for every letter, and names its language', () => {
    const typeset = createTypesetter(SHIPPED_FAMILIES)
    const everyText = Object.values(CATALOGUES[code]).join(' ').replace(/[{}]/g, '')
    const { pdf, missingScripts } = typeset(invoiceContent({ ...moved, description: everyText }, ours))
    expect(missingScripts).toEqual([])
    expect(Buffer.from(pdf).toString('latin1')).toMatch(new RegExp(`/Lang \\(${code}`))
  })
})

describe('a right-to-left name', () => {
  const names = ['متجر الورد', 'חנות הפרחים']

  it.each(names)('%s stays where it is in a page, a subject, an e-mail and a PDF', async (name) => {
    const isolate = `\u2068${name}\u2069`
    const mark = `\u200E${name}\u200E`
    const one = document({ merchant: { ...PARTIES.merchant, name }, customer: { name, email: '4@5.6' } })
    const english = localeOf()
    const page = rendered(
      InvoicePage({
        language: { locale: english, others: [] },
        document: one,
        payPath: URL,
        banks: [],
        query: '',
        overdue: false,
      }),
    )
    expect(page).toContain(`<title>Invoice 2026-1 from ${isolate}</title>`)
    expect(page).toContain(`For ${isolate}<`)
    const { text, html } = reminderEmail(one, URL, english, {})
    expect(html).toContain(`Dear ${isolate},`)
    // Programs for plain text may show an isolate as a box.
    expect(text).toContain(`Dear ${mark},`)
    const { subject } = invoiceEmail({ ...one, number: `${name} 12` }, URL, english, {})
    expect(subject).toBe(`Invoice \u200E${name} 12\u200E - Payment Required`)
    const content = invoiceContent(one, english)
    expect(content.footer).toBe(`Invoice 2026-1 · ${isolate}`)
    const { pdf, missingScripts } = createTypesetter(SHIPPED_FAMILIES)(content)
    expect(missingScripts).toEqual([])
    expect((await readPdf(pdf)).text.replace(/[\u2066-\u2069\u200B]/g, '')).toContain('Invoice 2026-1 · ')
  })
})
