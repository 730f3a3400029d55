import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { type EmailContent, emailBrand, page, paragraphs, signature, subjectLine } from './layout.ts'

export function voidEmail(document: InvoiceDocument, payUrl: string, locale: Locale): EmailContent {
  const { number, customer, merchant, totals, currency } = document
  const { t, money } = locale
  const greeting = t('email.greeting', { customer: customer.name })
  const lines = [
    t('email.void.opening', { number, amount: money({ amount: totals.amount, currency }) }),
    t('email.void.question'),
  ]
  const closing = t('email.regards')
  return {
    subject: subjectLine(t('email.void.subject', { number })),
    text: paragraphs(greeting, ...lines, closing, signature(merchant, locale)),
    html: page({
      locale,
      heading: t('email.void.heading'),
      greeting,
      lines,
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}
