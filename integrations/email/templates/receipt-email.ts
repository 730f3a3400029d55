import { formatDate } from '../../../domain/shared/calendar.ts'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import {
  amountOf,
  type EmailContent,
  emailBrand,
  page,
  paragraphs,
  refundFacts,
  signature,
  subjectLine,
} from './layout.ts'

export function receiptEmail(document: InvoiceDocument, payUrl: string): EmailContent {
  if (!document.payment) throw new RangeError(`invoice ${document.number} is not paid`)
  const { amount, paidOn, from, paymentReference, overpayment } = document.payment
  const { amountDue, amountReceived } = document
  const paid = amountOf(document, amount)
  const opening = `we have received your payment of ${paid} for invoice ${document.number}. Your receipt is attached.`
  const facts = [`Paid on: ${formatDate(paidOn)}`, `Paid from: ${from}`, `Reference: ${paymentReference}`]
  if (amountReceived > amount) facts.push(`Received in all: ${amountOf(document, amountReceived)}`)
  facts.push(...refundFacts(document))
  if (amountDue > 0)
    facts.push(`Still to be paid: ${amountOf(document, amountDue)} by ${formatDate(document.dueDate)}`)
  if (overpayment > 0) facts.push(`This is ${amountOf(document, overpayment)} more than was due.`)
  const closing = 'Thank you for your business.'
  return {
    subject: subjectLine(`Receipt for invoice ${document.number}`),
    text: paragraphs(
      `Dear ${document.customer.name},`,
      opening,
      facts.join('\n'),
      `Invoice and receipt: ${payUrl}`,
      closing,
      signature(document.merchant),
    ),
    html: page({
      heading: `${paid} paid`,
      greeting: `Dear ${document.customer.name},`,
      lines: [opening, ...facts],
      button: { label: amountDue > 0 ? 'View invoice' : 'View receipt', url: payUrl },
      closing,
      from: document.merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}
