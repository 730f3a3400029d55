import {
  addressLines,
  amountOf,
  counterpartyLabel,
  counterpartyText,
  type InvoiceDocument,
  moneyOf,
  profileLines,
  unitPriceOf,
  numberLines,
} from '../../domain/invoice/document.ts'
import { orderFacts } from '../../domain/invoice/document-facts.ts'
import { transferCode, transferFacts } from '../../domain/invoice/transfer.ts'
import type { CalendarDate } from '../../domain/shared/calendar.ts'
import { type CreditNoteDocument, creditedNationalTax } from '../../domain/credit-note/document.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'
import { isolated } from '../../domain/shared/direction.ts'
import { quantityText } from '../../domain/tax/quantity-text.ts'
import { lineNotes, sumRows, taxNotes } from '../../domain/tax/rows.ts'
import { lineAmounts, roundingOf } from '../../domain/tax/totals.ts'
import type { InvoiceLine, Priced, Totals } from '../../domain/tax/types.ts'
import { regionOf } from '../../domain/texts/languages.ts'
import type { Locale } from '../../domain/texts/locale.ts'
import type { PageContent } from './page-content.ts'
import { swissBillContent } from './swiss-bill.ts'
import { transferImage } from './transfer-image.ts'
import { asOf, positionBox, positionNotes, positionSums } from './position.ts'

export function invoiceContent(document: InvoiceDocument, locale: Locale): PageContent {
  const { number, issuedOn, instructions } = document
  const { dueDate } = document.issue ?? document
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
    ...tablesOf(document, locale),
    ...transferBlock(document, locale),
    notes: [instructions, document.merchant.terms].filter((note) => note !== undefined),
  }
}

function transferBlock(
  document: InvoiceDocument,
  locale: Locale,
): Pick<PageContent, 'transfer' | 'swissBill'> {
  const facts = transferFacts(document, locale)
  if (!facts) return {}
  const { t } = locale
  const code = transferCode(document)
  const image = code && {
    ...transferImage(code),
    alt: t('fact', {
      label: t('transfer.heading'),
      value: moneyOf(document, locale)(document.amountRequested),
    }),
  }
  if (code?.bill && image) return { swissBill: swissBillContent(code.bill, image, locale) }
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
      [counterpartyLabel(from, 'pdf.paid_from', locale), counterpartyText(from, locale)],
      [t('payment.reference'), paymentReference],
    ],
    position: {
      asOf: asOf(document, locale),
      tone: isReceived ? 'done' : 'late',
      state: t(isReceived ? 'pdf.state.received' : 'pdf.state.not_arrived'),
      notes: positionNotes(document, locale),
      amountLabel: t('payment.received'),
      amount: moneyOf(document, locale)(amount),
      sums: positionSums(document, locale),
    },
    ...tablesOf(document, locale),
    notes: [],
  }
}

export function creditNoteContent(note: CreditNoteDocument, locale: Locale): PageContent {
  const { number, issuedOn, reason, invoice, lines, groups, net, tax, amount: credited } = note
  const { t, date } = locale
  const money = moneyOf(invoice, locale)
  const { pricesIncludeTax, taxRounding } = invoice
  const priced = { lines, pricesIncludeTax, taxRounding }
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0)
  const rounding = roundingOf(groups)
  const nationalTax = creditedNationalTax(note)
  const totals = {
    subtotal,
    discount: 0,
    charge: 0,
    net,
    tax,
    rounding,
    amount: credited,
    groups,
    ...(nationalTax ? { nationalTax } : {}),
  }
  const title = t('pdf.credit_note_title', { number })
  return {
    ...commonContent(invoice, locale, title, issuedOn),
    number,
    heading: t('pdf.credit_note'),
    facts: [
      [t('pdf.number'), number],
      [t('pdf.column.date'), date(issuedOn)],
      [t('pdf.invoice'), `${invoice.number}, ${date(invoice.issuedOn)}`],
      ...(reason ? [[t('pdf.credit_reason'), reason] as [string, string]] : []),
    ],
    position: null,
    lines: cellsOf(note, lines, invoice, locale),
    totals: totalRows(priced, totals, locale, money, t('pdf.credit_total')),
    movements: [],
    notes: taxNotes(priced, totals, locale),
  }
}

function commonContent(document: InvoiceDocument, locale: Locale, title: string, date: CalendarDate) {
  const { number, merchant, customer, description, language, totals, preview } = document
  const { t } = locale
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const { name, email, phone, billingAddress } = customer
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
        ...numberLines(customer, locale),
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
    taxNotes: taxNotes(document, totals, locale),
    movementsTitle: t('pdf.movements'),
    movementColumns: [
      t('pdf.column.date'),
      t('pdf.column.entry'),
      t('pdf.column.bank_or_method'),
      t('payment.reference'),
      t('pdf.column.amount'),
    ],
    footer: `${title} · ${isolated(merchant.name)}`,
    pageOf: locale.template('pdf.page'),
  } satisfies Partial<PageContent>
}

function tablesOf(document: InvoiceDocument, locale: Locale) {
  const { totals } = document
  return {
    lines: cellsOf(document, lineAmounts(document), document, locale),
    totals: totalRows(document, totals, locale, moneyOf(document, locale), locale.t('invoice.total')),
    movements: movementsOf(document, locale),
  } satisfies Partial<PageContent>
}

function totalRows(
  priced: Priced,
  totals: Totals,
  locale: Locale,
  money: (amount: MinorUnits) => string,
  label: string,
): PageContent['totals'] {
  const sums = sumRows(priced, totals, locale, money)
  return [
    ...sums.map(([name, sum]) => [name, sum, 'normal'] as const),
    [label, money(totals.amount), 'total'],
  ]
}

function cellsOf(
  { lines }: Pick<InvoiceDocument, 'lines'>,
  amounts: readonly { amount: MinorUnits }[],
  document: InvoiceDocument,
  locale: Locale,
): string[][] {
  const amount = amountOf(document, locale)
  const price = unitPriceOf(document, locale)
  const taxOf = ({ taxRate, taxCategory }: InvoiceLine) =>
    taxRate === undefined && taxCategory === undefined ? '–' : `${locale.decimal(taxRate ?? '0')} %`
  return lines.map((line, index) => [
    [line.description, ...lineNotes(line, locale, amount)].join('\n'),
    quantityText(line, locale),
    price(line.unitAmount),
    taxOf(line),
    amount(amounts[index]?.amount ?? 0),
  ])
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
    ...document.creditNotes.map(({ issuedOn, number, amount }) => [
      shortDate(issuedOn),
      t('pdf.credit_note'),
      '–',
      number,
      money(-amount),
    ]),
  ]
}
