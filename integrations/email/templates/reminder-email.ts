import { type InvoiceDocument, isDepositRequested, requestedText } from '../../../domain/invoice/document.ts'
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

export interface ReminderFacts {
  /** Days after the due date, negative before the due date. */
  days?: number
  customText?: string
}

export function reminderEmail(
  document: InvoiceDocument,
  payUrl: string,
  { days, customText }: ReminderFacts,
  locale: Locale,
): EmailContent {
  const { amountReceived, amountRequested, number, customer, merchant, description, currency } = document
  const { t } = locale
  const money = (amount: MinorUnits) => locale.money({ amount, currency })
  const opening = customText ?? defaultOpening(document, days, locale)
  const facts = [
    t('email.reminder.number', { number }),
    t('email.due', { date: locale.date(document.dueDate) }),
  ]
  if (amountReceived > 0) facts.push(t('email.received', { amount: money(amountReceived) }))
  facts.push(...refundFacts(document, locale))
  const greeting =
    customText && greets(customText, customer.name) ? '' : t('email.greeting', { customer: customer.name })
  const closing = t('email.reminder.closing')
  const requested = requestedText(document, locale)
  return {
    subject: subjectLine(t('email.reminder.subject', { number, requested })),
    text: paragraphs(
      greeting,
      opening,
      facts.join('\n'),
      t('email.payment_link', { url: payUrl }),
      closing,
      signature(merchant, locale),
    ),
    html: page({
      locale,
      heading: money(amountRequested),
      greeting,
      lines: [opening, t('email.for', { description }), ...facts],
      button: { label: t('email.pay'), url: payUrl },
      closing,
      from: merchant,
      brand: emailBrand(document, payUrl),
    }),
  }
}

const GREETING = new RegExp(
  String.raw`^\s*(${[
    'dear|hello|hi|hey|greetings|good (morning|afternoon|evening|day)',
    'hej|hejsa|kære|hei|kjære|bästa|god ?(dag|morgen|aften|morgon|kväll|kveld)|hyvä|arvoisa|terve',
    'hallo|guten (tag|morgen|abend)|sehr geehrte[rs]?|liebe[rs]?',
    'beste|geachte|goede(morgen|middag|navond)|goedendag',
    'bonjour|bonsoir|cher|chère|madame|monsieur|hola|buen[oa]s (días|tardes|noches)|estimad[oa]s?',
    'gentile|egregi[oa]|buongiorno|buonasera|salve|car[oa]',
  ].join('|')})(?=[\s,!:/])`,
  'iu',
)

function greets(text: string, name: string): boolean {
  if (GREETING.test(text)) return true
  const [first = ''] = name.split(/\s+/)
  const words = (text.trim().split(/[,!:\n]/, 1)[0] ?? '').replace(/[\u2066-\u2069]/g, '')
  const isShort = words.length < text.trim().length && words.split(/\s+/).length <= 6
  return isShort && [name, first].some((called) => called !== '' && words.endsWith(called))
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
