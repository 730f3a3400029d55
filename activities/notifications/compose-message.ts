import type { NotificationRow } from '../../db/entities/index.ts'
import { formatDate, formatShortDate } from '../../domain/shared/calendar.ts'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { formatMoney } from '../../domain/shared/money.ts'
import { fillPlaceholders } from '../../domain/invoice/reminder-plan.ts'
import { fitText } from '../../domain/shared/text-message.ts'
import type { Email } from '../../integrations/email/mailer.ts'
import {
  type EmailContent,
  invoiceEmail,
  type NoticeFacts,
  noticeEmail,
  receiptEmail,
  refundEmail,
  type Refunded,
  reminderEmail,
} from '../../integrations/email/templates/index.ts'
import { renderInvoicePdf, renderReceiptPdf } from '../../integrations/pdf/invoice-pdf.ts'

/** What a message is about, beside the invoice itself. */
export interface MessageContext {
  /** Days after the due date; absent for a reminder that the merchant asked for. */
  days?: number
  /** The merchant's own words, with placeholders. */
  customText?: string
  refund?: Refunded
  notice?: NoticeFacts
}

/** The e-mail of a message. */
export async function composeEmail(
  message: NotificationRow,
  document: InvoiceDocument,
  payUrl: string,
  matter: MessageContext,
): Promise<Email> {
  const { kind, recipient } = message
  const { merchant, customer } = document
  const toMerchant = kind === 'notice'
  const pdf = await attachmentOf(message, document)
  return {
    messageId: message.id,
    fromName: toMerchant ? 'Duewell' : merchant.name,
    replyTo: toMerchant ? customer.email : merchant.email,
    to: { name: toMerchant ? merchant.name : customer.name, email: recipient },
    ...bodyOf(message, document, payUrl, matter),
    ...(pdf ? { attachment: pdf } : {}),
  }
}

function bodyOf(
  { kind }: NotificationRow,
  document: InvoiceDocument,
  payUrl: string,
  matter: MessageContext,
): EmailContent {
  switch (kind) {
    case 'invoice':
      return invoiceEmail(document, payUrl)
    case 'receipt':
      return receiptEmail(document, payUrl)
    case 'reminder':
      return reminderEmail(document, payUrl, {
        ...(matter.days === undefined ? {} : { days: matter.days }),
        ...(matter.customText ? { customText: fill(matter.customText, document) } : {}),
      })
    case 'refund_notice':
      return refundEmail(document, payUrl, matter.refund ?? { amount: 0n })
    case 'notice':
      if (!matter.notice) throw new RangeError('a notice of nothing')
      return noticeEmail(document, matter.notice)
  }
}

async function attachmentOf(
  { kind }: NotificationRow,
  document: InvoiceDocument,
): Promise<Email['attachment'] | undefined> {
  if (kind === 'refund_notice' || kind === 'notice') return undefined
  const isReceipt = kind === 'receipt'
  return {
    name: `${isReceipt ? 'receipt' : 'invoice'}-${safeFileName(document.number)}.pdf`,
    contentType: 'application/pdf',
    bytes: isReceipt ? await renderReceiptPdf(document) : await renderInvoicePdf(document),
  }
}

/** A number as every file system takes it. */
export function safeFileName(number: string): string {
  return number.replace(/[^A-Za-z0-9._-]/g, '_')
}

/** The text message of an invoice or a reminder: as short as can be, as each part of it is charged. */
export function composeSms(
  { kind }: NotificationRow,
  document: InvoiceDocument,
  payUrl: string,
  { customText }: MessageContext,
): string {
  const { merchant, number, due, currency, dueDate } = document
  const amount = formatMoney({ amount: due.now, currency })
  const facts = `${amount} for ${number}, due ${formatShortDate(dueDate)}. Pay:`
  const opening = kind === 'reminder' && !customText ? 'Reminder: ' : ''
  const body = customText ? `${fill(customText, document)} Pay:` : `${opening}${facts}`
  return fitText({ sender: merchant.name, body, url: payUrl })
}

function fill(words: string, document: InvoiceDocument): string {
  const { merchant, customer, number, due, currency, dueDate } = document
  return fillPlaceholders(words, {
    customer_name: customer.name,
    invoice_number: number,
    amount_due: formatMoney({ amount: due.now, currency }),
    due_date: formatDate(dueDate),
    merchant_name: merchant.name,
  })
}
