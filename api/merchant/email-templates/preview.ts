import { MerchantRow } from '../../../db/entities/index.ts'
import { sampleDocument } from '../../../db/invoices/sample-document.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { payableCurrencies } from '../../../db/payments/payout-accounts.ts'
import type { CustomerMessage } from '../../../domain/invoice/messages/customer-message.ts'
import type { InvoiceDocument, PaymentRecord } from '../../../domain/invoice/document.ts'
import {
  type MessageTemplate,
  SMS_KINDS,
  type TemplateKind,
  type Words,
  wordsIn,
} from '../../../domain/invoice/messages/own-words.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { type Currency, isCurrency } from '../../../domain/shared/money.ts'
import { countSms } from '../../../domain/shared/text-message.ts'
import { localeOf } from '../../../domain/texts/locale.ts'
import { customerEmail } from '../../../integrations/email/templates/index.ts'
import { customerSms } from '../../../integrations/sms/customer-sms.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { usualCurrency } from '../account/usual-currency.ts'
import { findInvoice } from '../invoices/find-invoice.ts'
import { shownDocument } from '../invoices/view/shown-document.ts'

export interface PreviewRequest {
  kind: TemplateKind
  template: MessageTemplate
  changes: Partial<Words>
  language?: string | undefined
  invoiceId?: string | undefined
}

export async function renderPreview(
  em: EntityManager,
  tenant: Tenant,
  { kind, template, changes, language, invoiceId }: PreviewRequest,
  publicUrl: string,
) {
  const given = await documentOf(em, tenant, invoiceId)
  const document = { ...given, ...(language === undefined ? {} : { language }) }
  const locale = localeOf(document.language)
  const words = { ...wordsIn(template, [document.language, locale.tag]), ...changes }
  const wording = { template: { ...words, translations: {} } }
  const { message, shown } = messageOf(kind, document)
  // A preview must not contain a link that pays.
  const payUrl = `${publicUrl}/pay/preview`
  const sms = SMS_KINDS.has(kind) ? customerSms(message, shown, payUrl, wording) : undefined
  return {
    kind,
    language: locale.tag,
    merchant: document.merchant.name,
    ...customerEmail(message, shown, payUrl, wording),
    sms: sms === undefined ? null : { text: sms, segments: countSms(sms).segments },
  }
}

async function documentOf(
  em: EntityManager,
  tenant: Tenant,
  invoiceId: string | undefined,
): Promise<InvoiceDocument> {
  if (invoiceId === undefined) {
    const { merchantId } = tenant
    const merchant = await em.findOneOrFail(MerchantRow, { id: merchantId })
    const currencies = [...(await payableCurrencies(em, tenant))].filter(isCurrency).toSorted()
    const currency = (await usualCurrency(em, tenant, merchant, currencies)) || 'GBP'
    return sampleDocument(merchant, currency as Currency)
  }
  return shownDocument(em, await findInvoice(em, invoiceId, tenant))
}

function messageOf(
  kind: TemplateKind,
  document: InvoiceDocument,
): { message: CustomerMessage; shown: InvoiceDocument } {
  const { amount } = document.totals
  switch (kind) {
    case 'invoice':
    case 'reminder':
    case 'void':
      return { message: { kind }, shown: document }
    case 'refund': {
      const refunded = { amount: document.amountRefunded || amount }
      return { message: { kind, refunded }, shown: document }
    }
    case 'credit_note': {
      const [last] = document.creditNotes.toReversed()
      return {
        message: { kind, creditNote: last ?? { number: SAMPLE_CREDIT_NOTE, amount } },
        shown: document,
      }
    }
    case 'receipt': {
      if (document.payment) return { message: { kind }, shown: document }
      const payment: PaymentRecord = { ...SAMPLE_PAYMENT, amount, paidOn: dateInZone(Date.now(), 'UTC') }
      return { message: { kind }, shown: { ...document, amountDue: 0, amountReceived: amount, payment } }
    }
  }
}

const SAMPLE_CREDIT_NOTE = 'CN-2026-0001'

const SAMPLE_PAYMENT = {
  overpayment: 0,
  from: 'Pebble',
  paymentReference: '8M2K4J7Q1T5X',
  state: 'received',
} as const
