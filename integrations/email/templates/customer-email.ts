import {
  type CustomerMessage,
  type Wording,
  wordingFor,
} from '../../../domain/invoice/messages/customer-message.ts'
import type { InvoiceDocument } from '../../../domain/invoice/document.ts'
import { creditNoteEmail } from './credit-note-email.ts'
import { invoiceEmail } from './invoice-email.ts'
import type { EmailContent } from './parts/layout.ts'
import { receiptEmail } from './receipt-email.ts'
import { refundEmail } from './refund-email.ts'
import { reminderEmail } from './reminder-email.ts'
import { voidEmail } from './void-email.ts'

export function customerEmail(
  message: CustomerMessage,
  document: InvoiceDocument,
  payUrl: string,
  wording: Wording,
): EmailContent {
  const { locale, own } = wordingFor(message, document, payUrl, wording)
  switch (message.kind) {
    case 'invoice':
      return invoiceEmail(document, payUrl, locale, own, message)
    case 'reminder':
      return reminderEmail(document, payUrl, locale, own, message.days)
    case 'receipt':
      return receiptEmail(document, payUrl, locale, own)
    case 'refund':
      return refundEmail(document, payUrl, message.refunded, locale, own)
    case 'credit_note':
      return creditNoteEmail(document, payUrl, message.creditNote, locale, own)
    case 'void':
      return voidEmail(document, payUrl, locale, own, message.creditNote)
  }
}
