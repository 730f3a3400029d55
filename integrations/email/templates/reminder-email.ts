import {
  type InvoiceDocument,
  isDepositRequested,
  moneyOf,
  requestedText,
} from '../../../domain/invoice/document.ts'
import type { OwnWords } from '../../../domain/invoice/messages/own-words.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { invoiceFacts } from './parts/facts.ts'
import { emailBrand, page } from './parts/html-layout.ts'
import { type EmailContent, movedFacts, paragraphs, signature } from './parts/layout.ts'
import { emailWords } from './parts/words.ts'

/** @param days after the due date, negative before the due date */
export function reminderEmail(
  document: InvoiceDocument,
  payUrl: string,
  locale: Locale,
  own: OwnWords,
  days?: number,
): EmailContent {
  const { amountCredited, amountReceived, amountRequested, totals } = document
  const { number, customer, merchant, description } = document
  const { t } = locale
  const money = moneyOf(document, locale)
  const facts = [
    t('email.reminder.number', { number }),
    t('email.due', { date: locale.date(document.dueDate) }),
  ]
  if (amountCredited > 0 || amountReceived > 0) {
    facts.push(t('email.total', { amount: money(totals.amount) }))
  }
  facts.push(...movedFacts(document, locale))
  const requested = requestedText(document, locale)
  const ours = {
    subject: t('email.reminder.subject', { number, requested }),
    greeting: t('email.greeting', { customer: customer.name }),
    opening: defaultOpening(document, days, locale),
    closing: t('email.reminder.closing'),
  }
  const { subject, greeting, opening, closing } = emailWords(ours, own, customer.name)
  return {
    subject,
    text: paragraphs(
      greeting,
      opening,
      facts.join('\n'),
      opening.includes(payUrl) ? '' : t('email.payment_link', { url: payUrl }),
      closing,
      signature(merchant, locale),
    ),
    html: page({
      locale,
      heading: money(amountRequested),
      greeting,
      lines: [opening, t('email.for', { description })],
      facts: invoiceFacts(document, locale),
      button: { label: t('email.pay'), url: payUrl },
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}

function defaultOpening(document: InvoiceDocument, days: number | undefined, locale: Locale): string {
  const { number, dueDate } = document
  const { t } = locale
  const date = locale.date(dueDate)
  const amount = requestedText(document, locale)
  if (isDepositRequested(document)) {
    const key = days === 0 ? 'email.reminder.deposit_today' : 'email.reminder.deposit'
    return t(key, { requested: amount, number, date })
  }
  if (days === undefined) return t('email.reminder.unpaid', { amount, number })
  if (days < 0) return t('email.reminder.before', { amount, number, date })
  return t(days === 0 ? 'email.reminder.today' : 'email.reminder.overdue', { amount, number, date })
}
