import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import {
  amountOf,
  type EmailContent,
  emailBrand,
  page,
  paragraphs,
  signature,
  subjectLine,
} from './layout.ts'

export function voidEmail(document: InvoiceDocument, payUrl: string): EmailContent {
  const { number, customer, merchant, totals } = document
  const greeting = `Dear ${customer.name},`
  const lines = [
    `invoice ${number} for ${amountOf(document, totals.amount)} has been cancelled. You do not need to pay it, and its payment link no longer works.`,
    `If you have a question, please answer this e-mail.`,
  ]
  const closing = 'Kind regards,'
  return {
    subject: subjectLine(`Invoice ${number} has been cancelled`),
    text: paragraphs(greeting, ...lines, closing, signature(merchant)),
    html: page({
      heading: 'Invoice cancelled',
      greeting,
      lines,
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}
