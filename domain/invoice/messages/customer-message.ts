import type { MinorUnits } from '../../shared/money.ts'
import { type Locale, localeOf } from '../../texts/locale.ts'
import type { InvoiceDocument } from '../document.ts'
import { fillWords, type MessageTemplate, type OwnWords, wordsIn } from './own-words.ts'
import type { ManualMethod } from '../types.ts'

export interface Refunded {
  amount: MinorUnits
  method?: ManualMethod
}

export interface Credited {
  number: string
  amount: MinorUnits
}

export type CustomerMessage =
  | { kind: 'invoice'; pdf?: 'attached' | 'linked' }
  /** Days after the due date, negative before the due date. */
  | { kind: 'reminder'; days?: number | undefined }
  | { kind: 'receipt' }
  | { kind: 'refund'; refunded: Refunded }
  | { kind: 'credit_note'; creditNote: Credited }
  /** `creditNote` is the number of the attached credit note. */
  | { kind: 'void'; creditNote?: string | undefined }

export interface Wording {
  template: MessageTemplate
  /** The text of one reminder precedes the template. */
  customText?: string | undefined
}

export function wordingFor(
  message: CustomerMessage,
  document: InvoiceDocument,
  payUrl: string,
  { template, customText }: Wording,
): { locale: Locale; own: OwnWords } {
  const locale = localeOf(document.language)
  const words = wordsIn(template, [document.language, locale.tag])
  const chosen = customText ? { ...words, text: customText, smsText: customText } : words
  const amount = messageAmount(message, document)
  return { locale, own: fillWords(chosen, document, { payUrl, amount, locale }) }
}

function messageAmount(message: CustomerMessage, document: InvoiceDocument): MinorUnits {
  switch (message.kind) {
    case 'invoice':
    case 'reminder':
      return document.amountRequested
    case 'receipt':
      return document.payment?.amount ?? 0
    case 'refund':
      return message.refunded.amount
    case 'credit_note':
      return message.creditNote.amount
    case 'void':
      return document.totals.amount
  }
}
