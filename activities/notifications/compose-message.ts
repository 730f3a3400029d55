import type { LoadedDocument } from '../../db/invoices/document.ts'
import type { Notification } from '../../db/notifications/notification-store.ts'
import { formatDate, formatShortDate } from '../../domain/shared/calendar.ts'
import { type InvoiceDocument, requestedText } from '../../domain/invoice/document.ts'
import { formatMoney } from '../../domain/shared/money.ts'
import { fillPlaceholders } from '../../domain/invoice/reminder-plan.ts'
import { fitText } from '../../domain/shared/text-message.ts'
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
  switch (kind) {
    case 'invoice':
      return invoiceEmail(document, payUrl)
    case 'receipt':
      return receiptEmail(document, payUrl)
    case 'reminder': {
      const facts: ReminderFacts = days === undefined ? {} : { days }
      if (customText) facts.customText = fill(customText, document)
      return reminderEmail(document, payUrl, facts)
    }
    case 'refund_notice':
      return refundEmail(document, payUrl, refund ?? { amount: 0 })
    case 'void_notice':
      return voidEmail(document, payUrl)
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
  const isReceipt = kind === 'receipt'
  return {
    name: `${isReceipt ? 'receipt' : 'invoice'}-${safeFileName(document.number)}.pdf`,
    contentType: 'application/pdf',
    bytes: isReceipt ? await pdfs.receipt(document) : await pdfs.invoice(document),
  }
}

function safeFileName(number: string): string {
  return number.replace(/[^A-Za-z0-9._-]/g, '_')
}

export function composeSms(
  { kind }: Notification,
  document: InvoiceDocument,
  payUrl: string,
  { customText }: MessageContext,
): string {
  const { merchant, number, dueDate, totals, currency } = document
  if (kind === 'void_notice') {
    const amount = formatMoney({ amount: totals.amount, currency })
    const body = `Invoice ${number} for ${amount} is cancelled. You need not pay it.`
    return fitText({ sender: merchant.name, body, url: payUrl })
  }
  const opening = kind === 'reminder' && !customText ? 'Reminder: ' : ''
  const amount = opening ? requestedText(document) : capitalised(requestedText(document))
  const facts = `${amount} for ${number}, due ${formatShortDate(dueDate)}. Pay:`
  const body = customText ? `${fill(customText, document)} Pay:` : `${opening}${facts}`
  return fitText({ sender: merchant.name, body, url: payUrl })
}

function fill(customText: string, document: InvoiceDocument): string {
  const { merchant, customer, number, dueDate, amountDue, currency } = document
  return fillPlaceholders(customText, {
    customer_name: customer.name,
    invoice_number: number,
    amount_requested: requestedText(document),
    amount_due: formatMoney({ amount: amountDue, currency }),
    due_date: formatDate(dueDate),
    merchant_name: merchant.name,
  })
}
