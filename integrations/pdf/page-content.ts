import type { Address, InvoiceDocument, PaymentDetails } from '../../domain/invoice/document.ts'
import { type CalendarDate, formatDate } from '../../domain/shared/calendar.ts'
import { type InvoiceLine, lineTotal } from '../../domain/shared/lines.ts'
import { type Currency, formatAmount, formatMoney } from '../../domain/shared/money.ts'

/** Everything that the template places on the pages, as finished text. */
export interface PageContent {
  title: string
  /** Year, month and day of the file's creation, so that equal documents give equal bytes. */
  date: [number, number, number]
  /** BCP 47 tag of the customer's language, which decides the forms of Han letters. */
  language?: string
  heading: string
  number: string
  preview: string | null
  merchant: { name: string; email: string }
  customer: { name: string; lines: string[] }
  /** Label and value. */
  facts: [string, string][]
  position: { tone: 'plain' | 'late' | 'done' | 'closed'; state: string; notes: string[]; amount: string }
  description: string
  columns: string[]
  lines: string[][]
  totals: [label: string, amount: string, weight: 'normal' | 'total' | 'bold'][]
  movementColumns: string[]
  movements: string[][]
  notes: string[]
  footer: string
}

export function invoiceContent(document: InvoiceDocument): PageContent {
  const { number, issuedOn, dueDate, instructions, currency, amountRequested } = document
  return {
    ...commonContent(document, `Invoice ${number}`, issuedOn),
    heading: 'Invoice',
    facts: [
      ['Number', number],
      ['Issued', formatDate(issuedOn)],
      ['Due', formatDate(dueDate)],
    ],
    position: {
      tone: 'plain',
      state: `Due ${formatDate(dueDate)}`,
      notes: [],
      amount: formatMoney({ amount: amountRequested, currency }),
    },
    notes: instructions ? [instructions] : [],
  }
}

/** @throws RangeError if the invoice is not paid */
export function receiptContent(document: InvoiceDocument): PageContent {
  const { payment, number, currency } = document
  if (!payment) throw new RangeError(`invoice ${number} is not paid`)
  const { amount, paidOn, from, reference } = payment
  return {
    ...commonContent(document, `Receipt for invoice ${number}`, paidOn),
    heading: 'Receipt',
    facts: [
      ['Invoice', number],
      ['Paid on', formatDate(paidOn)],
      ['Paid from', from],
      ['Reference', reference],
    ],
    position: {
      tone: 'done',
      state: 'Received with thanks',
      notes: [outcomeOf(payment, currency)],
      amount: formatMoney({ amount, currency }),
    },
    notes: [],
  }
}

function outcomeOf({ amountDue, overpayment }: PaymentDetails, currency: Currency): string {
  if (amountDue > 0) return `${formatMoney({ amount: amountDue, currency })} is still to be paid.`
  if (overpayment > 0) return `This is ${formatMoney({ amount: overpayment, currency })} more than was due.`
  return 'Nothing more is due.'
}

function commonContent(document: InvoiceDocument, title: string, date: CalendarDate) {
  const { number, merchant, customer, description, lines, currency, totals, preview } = document
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const { name, email, phone, billingAddress } = customer
  const money = (amount: number) => formatMoney({ amount, currency })
  const taxed: PageContent['totals'] =
    totals.tax === 0
      ? []
      : [
          ['Subtotal', money(totals.subtotal), 'normal'],
          ['Tax', money(totals.tax), 'normal'],
        ]
  return {
    title,
    date: [year, month, day],
    number,
    preview: preview ? 'Preview. This invoice has not been sent, and nothing has been paid.' : null,
    merchant,
    customer: {
      name,
      lines: [email, phone, ...linesOf(billingAddress)].filter((line) => line !== undefined),
    },
    description,
    columns: ['Description', 'Quantity', 'Price', 'Tax', 'Amount'],
    lines: lines.map((line) => cellsOf(line, currency)),
    totals: [...taxed, ['Total', money(totals.amount), 'total']],
    movementColumns: [],
    movements: [],
    footer: `${title} · ${merchant.name}`,
  } satisfies Partial<PageContent>
}

function cellsOf(line: InvoiceLine, currency: Currency): string[] {
  const { amount } = lineTotal(line)
  const price = formatAmount({ amount: line.unitAmount, currency })
  const tax = line.taxRate === undefined ? '–' : `${line.taxRate} %`
  return [line.description, line.quantity, price, tax, formatAmount({ amount, currency })]
}

function linesOf(address: Address | undefined): (string | undefined)[] {
  if (!address) return []
  if ('text' in address) return address.text.split('\n')
  const { line1, line2, postal_code: postalCode = '', city, country } = address
  return [line1, line2, `${postalCode} ${city}`.trim(), country]
}
