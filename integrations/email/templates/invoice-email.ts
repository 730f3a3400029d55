import { formatDate } from '../../../domain/shared/calendar.ts'
import { type InvoiceDocument, isDepositRequested, requestedText } from '../../../domain/invoice/document.ts'
import { amountOf, capitalised, type EmailContent, page, paragraphs, subjectLine } from './layout.ts'

/** Writes the e-mail with an invoice. The PDF is attached, or linked if many are sent at once. */
export function invoiceEmail(
  document: InvoiceDocument,
  payUrl: string,
  { pdf = 'attached' }: { pdf?: 'attached' | 'linked' } = {},
): EmailContent {
  const { amountRequested, totals, merchant, customer, number, instructions, description } = document
  const amount = amountOf(document, totals.amount)
  const dueDate = formatDate(document.dueDate)
  const opening =
    pdf === 'attached'
      ? `please find attached your invoice for ${amount}.`
      : `here is your invoice for ${amount}.`
  const pdfUrl = pdf === 'linked' ? `${payUrl}/invoice.pdf` : ''
  const deposit = isDepositRequested(document)
    ? capitalised(`${requestedText(document)}, is asked for first; the rest is due by ${dueDate}.`)
    : ''
  const closing = 'Thank you for your business.'
  return {
    subject: subjectLine(`Invoice ${number} - Payment Required`),
    text: paragraphs(
      `Dear ${customer.name},`,
      opening,
      deposit,
      `Payment link: ${payUrl}`,
      pdfUrl && `As a PDF: ${pdfUrl}`,
      `Due date: ${dueDate}`,
      instructions ?? '',
      closing,
      merchant.name,
    ),
    html: page({
      heading: deposit ? amountOf(document, amountRequested) : amount,
      greeting: `Dear ${customer.name},`,
      lines: [opening, deposit, `For: ${description}`, `Due date: ${dueDate}`, instructions ?? ''],
      button: { label: 'View and pay', url: payUrl },
      ...(pdfUrl ? { pdfUrl } : {}),
      closing,
      from: merchant.name,
    }),
  }
}
