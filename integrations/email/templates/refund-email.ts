import type { Refunded } from '../../../domain/invoice/messages/customer-message.ts'
import { type InvoiceDocument, moneyOf } from '../../../domain/invoice/document.ts'
import type { OwnWords } from '../../../domain/invoice/messages/own-words.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { type EmailContent, invoiceNews } from './parts/layout.ts'
import { emailWords } from './parts/words.ts'

export function refundEmail(
  document: InvoiceDocument,
  payUrl: string,
  refunded: Refunded,
  locale: Locale,
  own: OwnWords,
): EmailContent {
  const { number, customer } = document
  const { method = 'account' } = refunded
  const { t } = locale
  const amount = moneyOf(document, locale)(refunded.amount)
  const ours = {
    subject: t('email.refund.subject', { number }),
    greeting: t('email.greeting', { customer: customer.name }),
    opening: t(`email.refund.${method}`, { amount, number }),
    closing: t('email.regards'),
  }
  const words = emailWords(ours, own, customer.name)
  const isDelayed = method === 'account' || method === 'transfer' || method === 'card'
  const lines =
    isDelayed && own.text === undefined ? [words.opening, t('email.refund.delay')] : [words.opening]
  const heading = t('email.refund.heading', { amount })
  return invoiceNews(document, payUrl, locale, { ...words, heading, lines })
}
