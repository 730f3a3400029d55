import type { MinorUnits } from '../../../domain/shared/money.ts'
import type { ManualMethod } from '../../../domain/invoice/index.ts'
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

export interface Refunded {
  amount: MinorUnits
  method?: ManualMethod
}

export function refundEmail(document: InvoiceDocument, payUrl: string, refunded: Refunded): EmailContent {
  const { number, customer, merchant } = document
  const amount = amountOf(document, refunded.amount)
  const lines = [refundSentence(`${amount} of invoice ${number}`, refunded.method)]
  if (refunded.method === undefined || refunded.method === 'transfer' || refunded.method === 'card') {
    lines.push('Your bank may take a little while to show it.')
  }
  return {
    subject: subjectLine(`Refund for invoice ${number}`),
    text: paragraphs(`Dear ${customer.name},`, ...lines, `Invoice: ${payUrl}`, signature(merchant)),
    html: page({
      heading: `${amount} refunded`,
      greeting: `Dear ${customer.name},`,
      lines,
      button: { label: 'View invoice', url: payUrl },
      closing: 'Kind regards,',
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}

function refundSentence(what: string, method: ManualMethod | undefined): string {
  switch (method) {
    case undefined:
      return `we have sent ${what} back to the account that you paid from.`
    case 'transfer':
      return `we have sent ${what} back to you by bank transfer.`
    case 'card':
      return `we have sent ${what} back to your card.`
    case 'cheque':
      return `we have sent ${what} back to you by cheque.`
    case 'cash':
      return `we have given ${what} back to you in cash.`
    case 'other':
      return `we have given ${what} back to you.`
  }
}
