import { formatDate } from '../../../domain/calendar.ts'
import type { InvoiceDocument } from '../../../domain/invoice-document.ts'
import { amountOf, type EmailText, page, paragraphs, subjectLine } from './layout.ts'

/** The e-mail that brings an invoice. The PDF goes with it as an attachment. */
export function invoiceEmail(document: InvoiceDocument, payUrl: string): EmailText {
  const { due: asked, totals, merchant, customer, number, instructions, description } = document
  const amount = amountOf(document, totals.total)
  const due = formatDate(document.dueDate)
  const opening = `please find attached your invoice for ${amount}.`
  const now = amountOf(document, asked.now)
  const rest = amountOf(document, asked.total - asked.now)
  const deposit =
    asked.now < asked.total ? `A deposit of ${now} is asked for first; ${rest} is then due.` : ''
  const closing = 'Thank you for your business.'
  return {
    subject: subjectLine(`Invoice ${number} - Payment Required`),
    text: paragraphs(
      `Dear ${customer.name},`,
      opening,
      deposit,
      `Payment link: ${payUrl}`,
      `Due date: ${due}`,
      instructions ?? '',
      closing,
      merchant.name,
    ),
    html: page({
      heading: deposit ? now : amount,
      greeting: `Dear ${customer.name},`,
      lines: [opening, deposit, `For: ${description}`, `Due date: ${due}`, instructions ?? ''],
      button: { label: 'View and pay', url: payUrl },
      closing,
      from: merchant.name,
    }),
  }
}
