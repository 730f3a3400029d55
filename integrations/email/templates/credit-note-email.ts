import type { Credited } from '../../../domain/invoice/messages/customer-message.ts'
import { type InvoiceDocument, moneyOf } from '../../../domain/invoice/document.ts'
import type { OwnWords } from '../../../domain/invoice/messages/own-words.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { type EmailContent, invoiceNews } from './parts/layout.ts'
import { emailWords } from './parts/words.ts'

/** The credit note is attached. */
export function creditNoteEmail(
  document: InvoiceDocument,
  payUrl: string,
  { number: credit, amount: credited }: Credited,
  locale: Locale,
  own: OwnWords,
): EmailContent {
  const { number, customer, amountDue, amountOverpaid } = document
  const { t } = locale
  const money = moneyOf(document, locale)
  const amount = money(credited)
  const ours = {
    subject: t('email.credit_note.subject', { credit, number }),
    greeting: t('email.greeting', { customer: customer.name }),
    opening: t('email.credit_note.opening', { amount, number, credit }),
    closing: t('email.regards'),
  }
  const words = emailWords(ours, own, customer.name)
  const lines = [
    words.opening,
    amountDue > 0 ? t('pdf.note.still_due', { amount: money(amountDue) }) : t('pdf.note.paid'),
    ...(amountOverpaid > 0 ? [t('pdf.note.overpaid', { amount: money(amountOverpaid) })] : []),
  ]
  const heading = t('email.credit_note.heading', { amount })
  return invoiceNews(document, payUrl, locale, { ...words, heading, lines })
}
