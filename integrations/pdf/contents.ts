import { addressLines, type InvoiceDocument, profileLines } from '../../domain/invoice/document.ts'
import { type CalendarDate, formatDate, formatShortDate } from '../../domain/shared/calendar.ts'
import { type InvoiceLine, lineTotal, taxRows } from '../../domain/shared/lines.ts'
import { type Currency, formatAmount } from '../../domain/shared/money.ts'
import type { PageContent } from './page-content.ts'
import { moneyOf, positionBox, positionNotes, positionTotals } from './position.ts'

export function invoiceContent(document: InvoiceDocument): PageContent {
  const { number, issuedOn, dueDate, instructions } = document
  return {
    ...commonContent(document, `Invoice ${number}`, issuedOn),
    heading: 'Invoice',
    facts: [
      ['Number', number],
      ['Issued', formatDate(issuedOn)],
      ['Due', formatDate(dueDate)],
    ],
    position: positionBox(document),
    notes: [instructions, document.merchant.terms].filter((note) => note !== undefined),
  }
}

export function receiptContent(document: InvoiceDocument): PageContent {
  const { payment, number } = document
  if (!payment) throw new RangeError(`invoice ${number} is not paid`)
  const { amount, paidOn, from, paymentReference, state } = payment
  return {
    ...commonContent(document, `Receipt for invoice ${number}`, paidOn),
    heading: 'Receipt',
    facts: [
      ['Invoice', number],
      ['Paid on', formatDate(paidOn)],
      ['Paid from', from],
      ['Reference', paymentReference],
    ],
    position: {
      tone: state === 'received' ? 'done' : 'late',
      state: state === 'received' ? 'Received with thanks' : 'This payment did not arrive',
      notes: positionNotes(document),
      amountLabel: 'Payment',
      amount: moneyOf(document)(amount),
    },
    notes: [],
  }
}

function commonContent(document: InvoiceDocument, title: string, date: CalendarDate) {
  const { number, merchant, customer, description, lines, currency, language, totals, preview } = document
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const { name, email, phone, taxNumber, billingAddress } = customer
  const money = moneyOf(document)
  const taxes = taxRows(lines, money).map(([label, tax]) => [label, tax, 'normal'] as const)
  const taxed: PageContent['totals'] =
    taxes.length === 0 ? [] : [['Subtotal', money(totals.subtotal), 'normal'], ...taxes]
  return {
    title,
    date: [year, month, day],
    ...(language ? { language } : {}),
    number,
    preview: preview ? 'Preview. This invoice has not been sent, and nothing has been paid.' : null,
    merchant: { name: merchant.name, lines: profileLines(merchant) },
    customer: {
      name,
      lines: [
        ...(email ? [email] : []),
        ...(phone ? [phone] : []),
        ...(taxNumber ? [`Tax number ${taxNumber}`] : []),
        ...addressLines(billingAddress),
      ],
    },
    description,
    columns: ['Description', 'Quantity', 'Price', 'Tax', 'Amount'],
    lines: lines.map((line) => cellsOf(line, currency)),
    totals: [...taxed, ['Total', money(totals.amount), 'total'], ...positionTotals(document)],
    movementColumns: ['Date', 'Entry', 'From or to', 'Reference', 'Amount'],
    movements: movementsOf(document),
    footer: `${title} · ${merchant.name}`,
  } satisfies Partial<PageContent>
}

function cellsOf(line: InvoiceLine, currency: Currency): string[] {
  const { amount } = lineTotal(line)
  const price = formatAmount({ amount: line.unitAmount, currency })
  const tax = line.taxRate === undefined ? '–' : `${line.taxRate} %`
  return [line.description, line.quantity, price, tax, formatAmount({ amount, currency })]
}

const ENTRIES = {
  received: 'Payment',
  reversed: 'Payment, reported as not arrived',
  removed: 'Payment that did not arrive',
} as const

function movementsOf({ payments, refunds, currency }: InvoiceDocument): string[][] {
  return [
    ...payments.map(({ paidOn, state, from, paymentReference, amount }) => [
      formatShortDate(paidOn),
      ENTRIES[state],
      from,
      paymentReference,
      formatAmount({ amount, currency }),
    ]),
    ...refunds.map(({ refundedOn, isInProgress, to, refundReference, amount }) => [
      formatShortDate(refundedOn),
      isInProgress ? 'Refund on its way' : 'Refund',
      to,
      refundReference,
      formatAmount({ amount: -amount, currency }),
    ]),
  ]
}
