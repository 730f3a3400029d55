import { formatDate } from '../../../domain/shared/calendar.ts'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import { amountOf, type EmailText, page, paragraphs, subjectLine } from './layout.ts'

/** The e-mail that brings an invoice, with its PDF attached or, when many are sent at once, linked. */
export function invoiceEmail(
  document: InvoiceDocument,
  payUrl: string,
  { pdf = 'attached' }: { pdf?: 'attached' | 'linked' } = {},
): EmailText {
  const { due: asked, totals, merchant, customer, number, instructions, description } = document
  const amount = amountOf(document, totals.total)
  const due = formatDate(document.dueDate)
  const opening =
    pdf === 'attached'
      ? `please find attached your invoice for ${amount}.`
      : `here is your invoice for ${amount}.`
  const pdfUrl = pdf === 'linked' ? `${payUrl}/invoice.pdf` : ''
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
      pdfUrl && `As a PDF: ${pdfUrl}`,
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
      ...(pdfUrl ? { pdfUrl } : {}),
      closing,
      from: merchant.name,
    }),
  }
}
