import { formatDate } from '../../../domain/shared/calendar.ts'
import { type InvoiceDocument, isDepositRequested, requestedText } from '../../../domain/invoice/document.ts'
import {
  amountOf,
  capitalised,
  type EmailContent,
  emailBrand,
  page,
  paragraphs,
  refundFacts,
  signature,
  subjectLine,
} from './layout.ts'

export function invoiceEmail(
  document: InvoiceDocument,
  payUrl: string,
  { pdf = 'attached' }: { pdf?: 'attached' | 'linked' } = {},
): EmailContent {
  const { amountDue, amountRequested, totals, merchant, customer, number, instructions, description } =
    document
  const { amountReceived } = document
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
  const moved = [
    ...(amountReceived > 0 ? [`Received: ${amountOf(document, amountReceived)}`] : []),
    ...refundFacts(document),
  ]
  if (moved.length > 0) moved.push(`Still to be paid: ${amountOf(document, amountDue)}`)
  const closing = 'Thank you for your business.'
  return {
    subject: subjectLine(`Invoice ${number} - Payment Required`),
    text: paragraphs(
      `Dear ${customer.name},`,
      opening,
      deposit,
      moved.join('\n'),
      `Payment link: ${payUrl}`,
      pdfUrl && `As a PDF: ${pdfUrl}`,
      `Due date: ${dueDate}`,
      instructions ?? '',
      closing,
      signature(merchant),
    ),
    html: page({
      heading: deposit || amountReceived > 0 ? amountOf(document, amountRequested) : amount,
      greeting: `Dear ${customer.name},`,
      lines: [opening, deposit, ...moved, `For: ${description}`, `Due date: ${dueDate}`, instructions ?? ''],
      button: { label: 'View and pay', url: payUrl },
      ...(pdfUrl ? { pdfUrl } : {}),
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}
