import {
  addressLines,
  amountOf,
  counterpartyText,
  type InvoiceDocument,
  moneyOf,
  profileLines,
  taxNumberLines,
} from '../../domain/invoice/document.ts'
import { orderFacts } from '../../domain/invoice/document-facts.ts'
import { transferCode, transferFacts } from '../../domain/invoice/transfer.ts'
import type { CalendarDate } from '../../domain/shared/calendar.ts'
import { type InvoiceLine, lineTotal, taxRows } from '../../domain/shared/lines.ts'
import { isolated } from '../../domain/shared/direction.ts'
import { regionOf } from '../../domain/texts/languages.ts'
import type { Locale } from '../../domain/texts/locale.ts'
import type { PageContent } from './page-content.ts'
import { transferImage } from './transfer-image.ts'
import { positionBox, positionNotes, positionTotals } from './position.ts'

export function invoiceContent(document: InvoiceDocument, locale: Locale): PageContent {
  const { number, issuedOn, dueDate, instructions } = document
  const { t, date } = locale
  return {
    ...commonContent(document, locale, t('invoice.title', { number }), issuedOn),
    heading: t('pdf.invoice'),
    facts: [
      [t('pdf.number'), number],
      [t('pdf.issued'), date(issuedOn)],
      [t('pdf.due'), date(dueDate)],
      ...orderFacts(document, locale),
    ],
    position: positionBox(document, locale),
    ...transferBlock(document, locale),
    notes: [instructions, document.merchant.terms].filter((note) => note !== undefined),
  }
}

function transferBlock(document: InvoiceDocument, locale: Locale): Pick<PageContent, 'transfer'> {
  const facts = transferFacts(document, locale)
  if (!facts) return {}
  const { t } = locale
  const code = transferCode(document)
  const image = code && {
    ...transferImage(code),
    alt: `${t('transfer.heading')}: ${moneyOf(document, locale)(document.amountRequested)}`,
  }
  return { transfer: { heading: t('transfer.heading'), facts, ...(image ? { code: image } : {}) } }
}

export function receiptContent(document: InvoiceDocument, locale: Locale): PageContent {
  const { payment, number } = document
  if (!payment) throw new RangeError(`invoice ${number} is not paid`)
  const { amount, paidOn, from, paymentReference, state } = payment
  const { t, date } = locale
  const isReceived = state === 'received'
  return {
    ...commonContent(document, locale, t('pdf.receipt_for', { number }), paidOn),
    heading: t('pdf.receipt'),
    facts: [
      [t('pdf.invoice'), number],
      [t('payment.paid_on'), date(paidOn)],
      [t('pdf.paid_from'), counterpartyText(from, locale)],
      [t('payment.reference'), paymentReference],
    ],
    position: {
      tone: isReceived ? 'done' : 'late',
      state: t(isReceived ? 'pdf.state.received' : 'pdf.state.not_arrived'),
      notes: positionNotes(document, locale),
      amountLabel: t('payment.received'),
      amount: moneyOf(document, locale)(amount),
    },
    notes: [],
  }
}

function commonContent(document: InvoiceDocument, locale: Locale, title: string, date: CalendarDate) {
  const { number, merchant, customer, description, lines, language, totals, preview } = document
  const { t } = locale
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const { name, email, phone, billingAddress } = customer
  const money = moneyOf(document, locale)
  const taxes = taxRows(lines, locale, money).map(([label, tax]) => [label, tax, 'normal'] as const)
  const taxed: PageContent['totals'] =
    taxes.length === 0 ? [] : [[t('pdf.subtotal'), money(totals.subtotal), 'normal'], ...taxes]
  return {
    title,
    date: [year, month, day],
    ...(language ? { language } : {}),
    lang: locale.language,
    region: regionOf(locale.tag) ?? (locale.language === 'en' ? 'GB' : null),
    number,
    preview: preview ? t('pdf.preview') : null,
    merchant: { name: merchant.name, lines: profileLines(merchant, locale) },
    customer: {
      name,
      lines: [
        ...(email ? [email] : []),
        ...(phone ? [phone] : []),
        ...taxNumberLines(customer, locale),
        ...addressLines(billingAddress, locale),
      ],
    },
    billTo: t('pdf.bill_to'),
    details: t('pdf.details'),
    description,
    columns: [
      t('pdf.column.description'),
      t('pdf.column.quantity'),
      t('pdf.column.price'),
      t('pdf.column.tax'),
      t('pdf.column.amount'),
    ],
    lines: lines.map((line) => cellsOf(line, document, locale)),
    totals: [
      ...taxed,
      [t('invoice.total'), money(totals.amount), 'total'],
      ...positionTotals(document, locale),
    ],
    movementsTitle: t('pdf.movements'),
    movementColumns: [
      t('pdf.column.date'),
      t('pdf.column.entry'),
      t('pdf.column.from_or_to'),
      t('payment.reference'),
      t('pdf.column.amount'),
    ],
    movements: movementsOf(document, locale),
    footer: `${title} · ${isolated(merchant.name)}`,
    pageOf: locale.template('pdf.page'),
  } satisfies Partial<PageContent>
}

function cellsOf(line: InvoiceLine, document: InvoiceDocument, locale: Locale): string[] {
  const amount = amountOf(document, locale)
  const tax = line.taxRate === undefined ? '–' : `${locale.decimal(line.taxRate)} %`
  const price = amount(line.unitAmount)
  return [line.description, locale.decimal(line.quantity), price, tax, amount(lineTotal(line).amount)]
}

const ENTRIES = {
  received: 'payment.received',
  reversed: 'pdf.payment_reversed',
  removed: 'payment.removed',
} as const

function movementsOf(document: InvoiceDocument, locale: Locale): string[][] {
  const { t, shortDate } = locale
  const money = amountOf(document, locale)
  return [
    ...document.payments.map(({ paidOn, state, from, paymentReference, amount }) => [
      shortDate(paidOn),
      t(ENTRIES[state]),
      counterpartyText(from, locale),
      paymentReference,
      money(amount),
    ]),
    ...document.refunds.map(({ refundedOn, isInProgress, to, refundReference, amount }) => [
      shortDate(refundedOn),
      t(isInProgress ? 'refund.pending' : 'pdf.refund'),
      counterpartyText(to, locale),
      refundReference,
      money(-amount),
    ]),
  ]
}
