import type { InvoiceDocument } from '../../../domain/invoice-document.ts'
import { amountOf, type EmailText, page, paragraphs, subjectLine } from './layout.ts'

/**
 * The e-mail that tells a customer of money that went back to them.
 *
 * @param refunded minor units
 */
export function refundEmail(document: InvoiceDocument, payUrl: string, refunded: bigint): EmailText {
  const { number, customer, merchant } = document
  const amount = amountOf(document, refunded)
  const opening = `we have sent ${amount} of invoice ${number} back to the account that you paid from.`
  const when = 'Your bank may take a little while to show it.'
  return {
    subject: subjectLine(`Refund for invoice ${number}`),
    text: paragraphs(`Dear ${customer.name},`, opening, when, `Invoice: ${payUrl}`, merchant.name),
    html: page({
      heading: `${amount} refunded`,
      greeting: `Dear ${customer.name},`,
      lines: [opening, when],
      button: { label: 'View invoice', url: payUrl },
      closing: 'Kind regards,',
      from: merchant.name,
    }),
  }
}
