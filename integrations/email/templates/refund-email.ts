import type { Refunded } from '../../../domain/invoice/customer-message.ts'
import { type InvoiceDocument, moneyOf } from '../../../domain/invoice/document.ts'
import type { OwnWords } from '../../../domain/invoice/own-words.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { emailBrand, page } from './html-layout.ts'
import { type EmailContent, paragraphs, signature } from './layout.ts'
import { emailWords } from './words.ts'

export function refundEmail(
  document: InvoiceDocument,
  payUrl: string,
  refunded: Refunded,
  locale: Locale,
  own: OwnWords,
): EmailContent {
  const { number, customer, merchant } = document
  const { method = 'account' } = refunded
  const { t } = locale
  const amount = moneyOf(document, locale)(refunded.amount)
  const ours = {
    subject: t('email.refund.subject', { number }),
    greeting: t('email.greeting', { customer: customer.name }),
    opening: t(`email.refund.${method}`, { amount, number }),
    closing: t('email.regards'),
  }
  const { subject, greeting, opening, closing } = emailWords(ours, own, customer.name)
  const isDelayed = method === 'account' || method === 'transfer' || method === 'card'
  const lines = isDelayed && own.text === undefined ? [opening, t('email.refund.delay')] : [opening]
  return {
    subject,
    text: paragraphs(
      greeting,
      ...lines,
      opening.includes(payUrl) ? '' : t('email.refund.link', { url: payUrl }),
      signature(merchant, locale),
    ),
    html: page({
      locale,
      heading: t('email.refund.heading', { amount }),
      greeting,
      lines,
      button: { label: t('email.view_invoice'), url: payUrl },
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}
