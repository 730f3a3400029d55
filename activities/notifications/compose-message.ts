import type { CreditNoteDocument } from '../../domain/credit-note/document.ts'
import type { LoadedDocument } from '../../db/invoices/document.ts'
import type { Notification } from '../../db/notifications/notification-store.ts'
import type { CustomerMessage, Refunded } from '../../domain/invoice/messages/customer-message.ts'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import type { EInvoiceFile, EInvoices } from '../../integrations/einvoice/einvoices.ts'
import type { Email, EmailAttachment } from '../../integrations/email/mailer.ts'
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
  /** `customText` precedes the template of the merchant. */
  customText?: string
  refund?: Refunded
  notice?: NoticeFacts
  /** The message has the note attached. */
  creditNote?: CreditNoteDocument
}

interface DocumentFiles {
  pdfs: Pdfs
  eInvoices: EInvoices
}

type Loaded = Pick<LoadedDocument, 'document' | 'merchantEmail' | 'template'>

export async function composeEmail(
  notification: Notification,
  loaded: Loaded,
  payUrl: string,
  context: MessageContext,
  files: DocumentFiles,
): Promise<Email> {
  const { kind, recipient } = notification
  const { document, merchantEmail } = loaded
  const { merchant, customer } = document
  const toMerchant = kind === 'notice'
  const attachments = await attachmentsOf(notification, document, context, files)
  return {
    messageId: notification.id,
    fromName: toMerchant ? 'Duewell' : merchant.name,
    replyTo: (toMerchant && customer.email) || merchantEmail,
    to: { name: toMerchant ? merchant.name : customer.name, email: recipient },
    ...bodyOf(notification, loaded, payUrl, context),
    ...(attachments.length > 0 ? { attachments } : {}),
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
  { days, refund, creditNote }: MessageContext,
): CustomerMessage {
  switch (kind) {
    case 'invoice':
    case 'receipt':
      return { kind }
    case 'reminder':
      return { kind, days }
    case 'refund':
      return { kind, refunded: refund ?? { amount: 0 } }
    case 'credit_note':
      return { kind, creditNote: mustHave(creditNote) }
    case 'void':
      return { kind, creditNote: creditNote?.number }
  }
}

function mustHave(creditNote: CreditNoteDocument | undefined): CreditNoteDocument {
  if (!creditNote) throw new RangeError('the credit note is missing')
  return creditNote
}

async function attachmentsOf(
  { kind }: Notification,
  document: InvoiceDocument,
  { creditNote }: MessageContext,
  { pdfs, eInvoices }: DocumentFiles,
): Promise<EmailAttachment[]> {
  const { t } = localeOf(document.language)
  const format = fileFormatOf(document)
  if (creditNote) {
    const name = fileName(t('pdf.file.credit_note'), creditNote.number)
    const file = format && (await eInvoices.ofCreditNote(creditNote, format))
    return [pdfFile(name, await pdfs.creditNote(creditNote)), ...xmlFile(name, file)]
  }
  if (!HAS_PDF.has(kind)) return []
  const pdf = kind === 'receipt' ? 'receipt' : 'invoice'
  const name = fileName(t(`pdf.file.${pdf}`), document.number)
  const file = format && kind === 'invoice' && (await eInvoices.ofInvoice(document, format))
  return [pdfFile(name, await pdfs[pdf](document)), ...xmlFile(name, file || undefined)]
}

/** @param document an invoice whose customer asks for a format */
export async function einvoiceFiles(
  document: InvoiceDocument,
  { pdfs, eInvoices }: DocumentFiles,
): Promise<EmailAttachment[]> {
  const name = fileName(localeOf(document.language).t('pdf.file.invoice'), document.number)
  const format = fileFormatOf(document)
  return format
    ? xmlFile(name, await eInvoices.ofInvoice(document, format))
    : [pdfFile(name, await pdfs.invoice(document))]
}

/** Factur-X is inside the PDF. */
function fileFormatOf({ einvoiceFormat }: InvoiceDocument): 'xrechnung' | 'peppol' | undefined {
  return einvoiceFormat === 'xrechnung' || einvoiceFormat === 'peppol' ? einvoiceFormat : undefined
}

function pdfFile(name: string, bytes: Uint8Array): EmailAttachment {
  return { name: `${name}.pdf`, contentType: 'application/pdf', bytes }
}

function xmlFile(name: string, file: EInvoiceFile | undefined): EmailAttachment[] {
  if (!file || 'missing' in file) return []
  return [{ name: `${name}.xml`, contentType: 'application/xml', bytes: Buffer.from(file.xml) }]
}

const HAS_PDF: ReadonlySet<Notification['kind']> = new Set<Notification['kind']>([
  'invoice',
  'reminder',
  'receipt',
])

function fileName(kind: string, number: string): string {
  return `${kind}-${safeFileName(number)}`
}

function safeFileName(number: string): string {
  return number.replace(/[^A-Za-z0-9._-]/g, '_')
}
