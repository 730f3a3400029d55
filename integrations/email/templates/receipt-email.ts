import { counterpartyText, type InvoiceDocument } from '../../../domain/invoice/document.ts'
import type { MinorUnits } from '../../../domain/shared/money.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import {
  type EmailContent,
  emailBrand,
  page,
  paragraphs,
  refundFacts,
  signature,
  subjectLine,
} from './layout.ts'

export function receiptEmail(document: InvoiceDocument, payUrl: string, locale: Locale): EmailContent {
  if (!document.payment) throw new RangeError(`invoice ${document.number} is not paid`)
  const { paidOn, from, paymentReference: reference, overpayment } = document.payment
  const { amountDue, amountReceived, number, customer, merchant, currency } = document
  const { t, date } = locale
  const money = (minor: MinorUnits) => ({ amount: locale.money({ amount: minor, currency }) })
  const paid = money(document.payment.amount)
  const greeting = t('email.greeting', { customer: customer.name })
  const opening = t('email.receipt.opening', { ...paid, number })
  const facts = [
    t('email.receipt.paid_on', { date: date(paidOn) }),
    t('email.receipt.paid_from', { source: counterpartyText(from, locale) }),
    t('email.receipt.reference', { reference }),
  ]
  if (amountReceived > document.payment.amount) {
    facts.push(t('email.receipt.received_in_all', money(amountReceived)))
  }
  facts.push(...refundFacts(document, locale))
  if (amountDue > 0) {
    facts.push(t('email.receipt.still_due', { ...money(amountDue), date: date(document.dueDate) }))
  }
  if (overpayment > 0) facts.push(t('email.receipt.overpaid', money(overpayment)))
  const closing = t('email.thanks')
  return {
    subject: subjectLine(t('email.receipt.subject', { number })),
    text: paragraphs(
      greeting,
      opening,
      facts.join('\n'),
      t('email.receipt.link', { url: payUrl }),
      closing,
      signature(merchant, locale),
    ),
    html: page({
      locale,
      heading: t('paid.heading', paid),
      greeting,
      lines: [opening, ...facts],
      button: { label: t(amountDue > 0 ? 'email.view_invoice' : 'email.view_receipt'), url: payUrl },
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}
