import {
  amountWrittenOff,
  type InvoiceDocument,
  moneyOf,
  type Profile,
} from '../../../../domain/invoice/document.ts'
import { withMarks } from '../../../../domain/shared/direction.ts'
import { type Locale, localeOf } from '../../../../domain/texts/locale.ts'
import { emailBrand, type Page, page, signatureLines } from './html-layout.ts'

export interface EmailContent {
  subject: string
  text: string
  html: string
}

export function duewellEmail({
  subject,
  heading,
  to,
  lines,
  button,
}: Pick<Page, 'heading' | 'lines' | 'button'> & { subject: string; to: string }): EmailContent {
  const greeting = `Dear ${to},`
  const address = button ? `${button.label}: ${button.url}` : ''
  return {
    subject: subjectLine(subject),
    text: paragraphs(greeting, ...lines, address, 'Duewell'),
    html: page({
      locale: localeOf(),
      heading,
      greeting,
      lines,
      ...(button ? { button } : {}),
      closing: 'Kind regards,',
      from: { name: 'Duewell' },
    }),
  }
}

/** Makes an e-mail that asks for no payment, and links to the page. */
export function invoiceNews(
  document: InvoiceDocument,
  payUrl: string,
  locale: Locale,
  { subject, greeting, opening, closing, heading, lines }: News,
): EmailContent {
  const { merchant } = document
  const { t } = locale
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
      heading,
      greeting,
      lines,
      button: { label: t('email.view_invoice'), url: payUrl },
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}

interface News extends Pick<Page, 'heading' | 'greeting' | 'lines' | 'closing'> {
  subject: string
  opening: string
}

export function signature(merchant: Profile, locale: Locale): string {
  return [merchant.name, ...signatureLines(merchant, locale)].join('\n')
}

export function paragraphs(...texts: string[]): string {
  return withMarks(`${texts.filter(Boolean).join('\n\n')}\n`)
}

export function movedFacts(document: InvoiceDocument, locale: Locale): string[] {
  const { amountCredited: credited, amountReceived: received } = document
  const money = moneyOf(document, locale)
  return [
    ...(credited > 0 ? [locale.t('fact', { label: locale.t('page.credited'), value: money(credited) })] : []),
    ...(received > 0 ? [locale.t('email.received', { amount: money(received) })] : []),
    ...refundFacts(document, locale),
  ]
}

export function refundFacts(document: InvoiceDocument, locale: Locale): string[] {
  const { amountRefunded: refunded, amountRefundPending: pending } = document
  const writtenOff = amountWrittenOff(document)
  const money = moneyOf(document, locale)
  return [
    ...(refunded > 0 ? [locale.t('email.given_back', { amount: money(refunded) })] : []),
    ...(pending > 0 ? [locale.t('refund.pending_amount', { amount: money(pending) })] : []),
    ...(writtenOff > 0 ? [locale.t('refund.written_off_amount', { amount: money(writtenOff) })] : []),
  ]
}

/** Control characters become spaces, so that a text cannot add mail headers. */
export function subjectLine(text: string): string {
  return withMarks(text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
}
