import type { MinorUnits } from '../../../domain/shared/money.ts'
import type { ManualMethod } from '../../../domain/invoice/index.ts'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { type EmailContent, emailBrand, page, paragraphs, signature, subjectLine } from './layout.ts'

export interface Refunded {
  amount: MinorUnits
  method?: ManualMethod
}

export function refundEmail(
  document: InvoiceDocument,
  payUrl: string,
  refunded: Refunded,
  locale: Locale,
): EmailContent {
  const { number, customer, merchant, currency } = document
  const { method = 'account' } = refunded
  const { t } = locale
  const amount = locale.money({ amount: refunded.amount, currency })
  const greeting = t('email.greeting', { customer: customer.name })
  const lines = [t(`email.refund.${method}`, { amount, number })]
  if (method === 'account' || method === 'transfer' || method === 'card') lines.push(t('email.refund.delay'))
  return {
    subject: subjectLine(t('email.refund.subject', { number })),
    text: paragraphs(
      greeting,
      ...lines,
      t('email.refund.link', { url: payUrl }),
      signature(merchant, locale),
    ),
    html: page({
      locale,
      heading: t('email.refund.heading', { amount }),
      greeting,
      lines,
      button: { label: t('email.view_invoice'), url: payUrl },
      closing: t('email.regards'),
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}
