import type { LoadedDocument } from '../../db/invoices/document.ts'
import type { Notification } from '../../db/notifications/notification-store.ts'
import { type InvoiceDocument, requestedText } from '../../domain/invoice/document.ts'
import { isolated } from '../../domain/shared/direction.ts'
import { fillPlaceholders } from '../../domain/invoice/reminder-plan.ts'
import { fitText } from '../../domain/shared/text-message.ts'
import { type Locale, localeOf } from '../../domain/texts/locale.ts'
import type { Email } from '../../integrations/email/mailer.ts'
import {
  capitalised,
  type EmailContent,
  invoiceEmail,
  type NoticeFacts,
  noticeEmail,
  receiptEmail,
  refundEmail,
  type Refunded,
  reminderEmail,
  type ReminderFacts,
  voidEmail,
} from '../../integrations/email/templates/index.ts'
import type { Pdfs } from '../../integrations/pdf/pdfs.ts'

export interface MessageContext {
  days?: number
  customText?: string
  refund?: Refunded
  notice?: NoticeFacts
}

export async function composeEmail(
  notification: Notification,
  { document, merchantEmail }: Pick<LoadedDocument, 'document' | 'merchantEmail'>,
  payUrl: string,
  context: MessageContext,
  pdfs: Pdfs,
): Promise<Email> {
  const { kind, recipient } = notification
  const { merchant, customer } = document
  const toMerchant = kind === 'notice'
  const pdf = await attachmentOf(notification, document, pdfs)
  return {
    messageId: notification.id,
    fromName: toMerchant ? 'Duewell' : merchant.name,
    replyTo: (toMerchant && customer.email) || merchantEmail,
    to: { name: toMerchant ? merchant.name : customer.name, email: recipient },
    ...bodyOf(notification, document, payUrl, context),
    ...(pdf ? { attachment: pdf } : {}),
  }
}

function bodyOf(
  { kind }: Notification,
  document: InvoiceDocument,
  payUrl: string,
  { days, customText, refund, notice }: MessageContext,
): EmailContent {
  const locale = localeOf(document.language)
  switch (kind) {
    case 'invoice':
      return invoiceEmail(document, payUrl, locale)
    case 'receipt':
      return receiptEmail(document, payUrl, locale)
    case 'reminder': {
      const facts: ReminderFacts = days === undefined ? {} : { days }
      if (customText) facts.customText = fill(customText, document, locale)
      return reminderEmail(document, payUrl, facts, locale)
    }
    case 'refund_notice':
      return refundEmail(document, payUrl, refund ?? { amount: 0 }, locale)
    case 'void_notice':
      return voidEmail(document, payUrl, locale)
    case 'notice':
      if (!notice) throw new RangeError('notice facts are missing')
      return noticeEmail(document, notice)
  }
}

async function attachmentOf(
  { kind }: Notification,
  document: InvoiceDocument,
  pdfs: Pdfs,
): Promise<Email['attachment'] | undefined> {
  if (kind === 'refund_notice' || kind === 'void_notice' || kind === 'notice') return undefined
  const pdf = kind === 'receipt' ? 'receipt' : 'invoice'
  return {
    name: `${localeOf(document.language).t(`pdf.file.${pdf}`)}-${safeFileName(document.number)}.pdf`,
    contentType: 'application/pdf',
    bytes: await pdfs[pdf](document),
  }
}

function safeFileName(number: string): string {
  return number.replace(/[^A-Za-z0-9._-]/g, '_')
}

export function composeSms(
  notification: Notification,
  document: InvoiceDocument,
  payUrl: string,
  context: MessageContext,
  locale: Locale,
): string {
  const body = smsBody(notification, document, context, locale)
  return fitText({ sender: document.merchant.name, body, url: payUrl })
}

function smsBody(
  { kind }: Notification,
  document: InvoiceDocument,
  { customText }: MessageContext,
  locale: Locale,
): string {
  const { number, dueDate, totals, currency } = document
  const { t } = locale
  if (kind === 'void_notice') {
    return t('sms.void', { number, amount: locale.money({ amount: totals.amount, currency }) })
  }
  if (customText) return `${fill(customText, document, locale)} ${t('sms.pay')}`
  const requested = requestedText(document, locale)
  const key = kind === 'reminder' ? 'sms.reminder' : 'sms.invoice'
  return capitalised(t(key, { requested, number, date: locale.shortDate(dueDate) }))
}

function fill(customText: string, document: InvoiceDocument, locale: Locale): string {
  const { merchant, customer, number, dueDate, amountDue, currency } = document
  return fillPlaceholders(customText, {
    customer_name: isolated(customer.name),
    invoice_number: number,
    amount_requested: requestedText(document, locale),
    amount_due: locale.money({ amount: amountDue, currency }),
    due_date: locale.date(dueDate),
    merchant_name: isolated(merchant.name),
  })
}
