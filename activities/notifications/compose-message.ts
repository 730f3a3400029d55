import type { LoadedDocument } from '../../db/invoices/document.ts'
import type { Notification } from '../../db/notifications/notification-store.ts'
import type { CustomerMessage, Refunded } from '../../domain/invoice/customer-message.ts'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import type { Email } from '../../integrations/email/mailer.ts'
import {
  customerEmail,
  type EmailContent,
  type NoticeFacts,
  noticeEmail,
} from '../../integrations/email/templates/index.ts'
import type { Pdfs } from '../../integrations/pdf/pdfs.ts'
import { customerSms } from '../../integrations/sms/customer-sms.ts'

export interface MessageContext {
  days?: number
  /** The merchant's own text of this reminder. */
  customText?: string
  refund?: Refunded
  notice?: NoticeFacts
}

type Loaded = Pick<LoadedDocument, 'document' | 'merchantEmail' | 'template'>

export async function composeEmail(
  notification: Notification,
  loaded: Loaded,
  payUrl: string,
  context: MessageContext,
  pdfs: Pdfs,
): Promise<Email> {
  const { kind, recipient } = notification
  const { document, merchantEmail } = loaded
  const { merchant, customer } = document
  const toMerchant = kind === 'notice'
  const pdf = await attachmentOf(notification, document, pdfs)
  return {
    messageId: notification.id,
    fromName: toMerchant ? 'Duewell' : merchant.name,
    replyTo: (toMerchant && customer.email) || merchantEmail,
    to: { name: toMerchant ? merchant.name : customer.name, email: recipient },
    ...bodyOf(notification, loaded, payUrl, context),
    ...(pdf ? { attachment: pdf } : {}),
  }
}

function bodyOf(
  { kind }: Notification,
  loaded: Loaded,
  payUrl: string,
  context: MessageContext,
): EmailContent {
  const { document } = loaded
  if (kind === 'notice') {
    if (!context.notice) throw new RangeError('notice facts are missing')
    return noticeEmail(document, context.notice)
  }
  return customerEmail(messageOf(kind, context), document, payUrl, { ...context, template: loaded.template })
}

export function composeSms(
  { kind }: Notification,
  loaded: Loaded,
  payUrl: string,
  context: MessageContext,
): string {
  if (kind === 'notice') throw new RangeError('a notice is no text message')
  const { document, template } = loaded
  return customerSms(messageOf(kind, context), document, payUrl, { ...context, template })
}

function messageOf(
  kind: Exclude<Notification['kind'], 'notice'>,
  { days, refund }: MessageContext,
): CustomerMessage {
  switch (kind) {
    case 'invoice':
    case 'receipt':
      return { kind }
    case 'reminder':
      return { kind, days }
    case 'refund_notice':
      return { kind: 'refund', refunded: refund ?? { amount: 0 } }
    case 'void_notice':
      return { kind: 'void' }
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
