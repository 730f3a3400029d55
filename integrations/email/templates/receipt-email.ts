import {
  counterpartyLabel,
  counterpartyText,
  type InvoiceDocument,
  moneyOf,
} from '../../../domain/invoice/document.ts'
import type { OwnWords } from '../../../domain/invoice/messages/own-words.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { factText, paymentFacts } from './parts/facts.ts'
import { emailBrand, page } from './parts/html-layout.ts'
import { type EmailContent, paragraphs, refundFacts, signature } from './parts/layout.ts'
import { emailWords } from './parts/words.ts'

export function receiptEmail(
  document: InvoiceDocument,
  payUrl: string,
  locale: Locale,
  own: OwnWords,
): EmailContent {
  if (!document.payment) throw new RangeError(`invoice ${document.number} is not paid`)
  const { paidOn, from, paymentReference: reference, overpayment } = document.payment
  const { amountDue, amountReceived, number, customer, merchant } = document
  const { t, date } = locale
  const money = moneyOf(document, locale)
  const paid = { amount: money(document.payment.amount) }
  const facts = [
    t('email.receipt.paid_on', { date: date(paidOn) }),
    factText([counterpartyLabel(from, 'pdf.paid_from', locale), counterpartyText(from, locale)], locale),
    t('email.receipt.reference', { reference }),
  ]
  if (amountReceived > document.payment.amount) {
    facts.push(t('email.receipt.received_in_all', { amount: money(amountReceived) }))
  }
  facts.push(...refundFacts(document, locale))
  if (amountDue > 0) {
    facts.push(t('email.receipt.still_due', { amount: money(amountDue), date: date(document.dueDate) }))
  }
  if (overpayment > 0) facts.push(t('email.receipt.overpaid', { amount: money(overpayment) }))
  const ours = {
    subject: t('email.receipt.subject', { number }),
    greeting: t('email.greeting', { customer: customer.name }),
    opening: t('email.receipt.opening', { ...paid, number }),
    closing: t('email.thanks'),
  }
  const { subject, greeting, opening, closing } = emailWords(ours, own, customer.name)
  return {
    subject,
    text: paragraphs(
      greeting,
      opening,
      facts.join('\n'),
      opening.includes(payUrl) ? '' : t('email.receipt.link', { url: payUrl }),
      closing,
      signature(merchant, locale),
    ),
    html: page({
      locale,
      heading: t('paid.heading', paid),
      greeting,
      lines: [opening],
      facts: paymentFacts(document, document.payment, locale),
      button: { label: t(amountDue > 0 ? 'email.view_invoice' : 'email.view_receipt'), url: payUrl },
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}
