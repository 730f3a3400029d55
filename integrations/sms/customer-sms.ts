import {
  type CustomerMessage,
  type Wording,
  wordingFor,
} from '../../domain/invoice/messages/customer-message.ts'
import { type InvoiceDocument, moneyOf, requestedText } from '../../domain/invoice/document.ts'
import type { TemplateKind } from '../../domain/invoice/messages/own-words.ts'
import { fitText } from '../../domain/shared/text-message.ts'
import { capitalised } from '../../domain/texts/capitalised.ts'
import type { Locale } from '../../domain/texts/locale.ts'

/** The payment link is in every text. */
export function customerSms(
  message: CustomerMessage,
  document: InvoiceDocument,
  payUrl: string,
  wording: Wording,
): string {
  const { locale, own } = wordingFor(message, document, payUrl, wording)
  return customerText(message.kind, document, payUrl, locale, own.smsText)
}

/** @internal */
export function customerText(
  kind: TemplateKind,
  document: InvoiceDocument,
  payUrl: string,
  locale: Locale,
  own?: string,
): string {
  const sender = document.merchant.name
  if (own === undefined) return fitText({ sender, body: bodyOf(kind, document, locale), url: payUrl })
  if (own.includes(payUrl)) return fitText({ sender, body: own })
  const body = kind === 'void' ? own : `${own} ${locale.t('sms.pay')}`
  return fitText({ sender, body, url: payUrl })
}

function bodyOf(kind: TemplateKind, document: InvoiceDocument, locale: Locale): string {
  const { number, dueDate, totals } = document
  const { t } = locale
  if (kind === 'void') {
    return t('sms.void', { number, amount: moneyOf(document, locale)(totals.amount) })
  }
  const requested = requestedText(document, locale)
  const key = kind === 'reminder' ? 'sms.reminder' : 'sms.invoice'
  return capitalised(t(key, { requested, number, date: locale.shortDate(dueDate) }))
}
