import { amountHeld, type InvoiceDocument, moneyOf } from '../../../domain/invoice/document.ts'
import type { OwnWords } from '../../../domain/invoice/messages/own-words.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { emailBrand, page } from './parts/html-layout.ts'
import { type EmailContent, paragraphs, signature } from './parts/layout.ts'
import { emailWords } from './parts/words.ts'

export function voidEmail(
  document: InvoiceDocument,
  payUrl: string,
  locale: Locale,
  own: OwnWords,
  creditNote?: string,
): EmailContent {
  const { number, customer, merchant, totals } = document
  const held = amountHeld(document)
  const { t } = locale
  const ours = {
    subject: t('email.void.subject', { number }),
    greeting: t('email.greeting', { customer: customer.name }),
    opening: t('email.void.opening', { number, amount: moneyOf(document, locale)(totals.amount) }),
    closing: t('email.regards'),
  }
  const { subject, greeting, opening, closing } = emailWords(ours, own, customer.name)
  const lines = [
    opening,
    ...(held > 0
      ? [t('void.held', { amount: moneyOf(document, locale)(held), merchant: merchant.name })]
      : []),
    ...(creditNote === undefined ? [] : [t('email.void.credit_note', { credit: creditNote })]),
    ...(own.text === undefined ? [t('email.void.question')] : []),
  ]
  return {
    subject,
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
