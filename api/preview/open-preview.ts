import { CustomerRow, InvoiceRow, MerchantRow } from '../../db/entities/index.ts'
import { draftDocument } from '../../db/invoices/document.ts'
import type { EntityManager } from '../../db/orm.ts'
import { payoutAccount } from '../../db/payments/payout-accounts.ts'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { verifyPreviewToken } from '../../domain/payment/payment-link.ts'
import type { PayoutAccount } from '../../domain/payment/payout-account.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import type { Locale } from '../../domain/texts/locale.ts'
import type { ApiDeps } from '../deps.ts'
import type { AmountRequest } from '../pay/bank-choice.ts'
import { bad, type Notice, type PageStatus } from '../pay/status/page-status.ts'
import { failureMessage } from '../pay/status/failure-message.ts'
import type { PageLanguage } from '../pay/page-language.ts'
import { type PreviewSession, readPaymentStatus } from './session.ts'

export interface Preview {
  token: string
  path: string
  invoiceId: string
  draft: Pick<InvoiceRow, 'billingAddress'>
  invoice: AmountRequest
  payout: PayoutAccount | null
  document: InvoiceDocument
  session: PreviewSession | undefined
  status: PageStatus
  notice: Notice | undefined
  language: PageLanguage
}

const PAGE_STATUSES = {
  authorizing: 'waiting',
  processing: 'processing',
  settled: 'open',
  failed: 'failed',
} as const

/** @throws RailUnavailableError */
export async function openPreview(
  { linkKeys, previewRails }: ApiDeps,
  em: EntityManager,
  token: string,
  saved: PreviewSession | undefined,
  languageFor: (tag: string | null | undefined) => PageLanguage,
): Promise<Preview | 'expired' | 'sent'> {
  const invoiceId = verifyPreviewToken(token, linkKeys, Date.now())
  const draft = invoiceId === undefined ? null : await em.findOne(InvoiceRow, { id: invoiceId })
  if (!draft) return 'expired'
  if (draft.status !== 'draft') return 'sent'
  const merchant = await em.findOneOrFail(MerchantRow, { id: draft.merchantId })
  const session = saved?.token === token ? saved : undefined
  const payment = session && (await readPaymentStatus(previewRails, session))
  const settled = payment?.status === 'settled' ? (session?.amount ?? 0) : 0
  const paid = (session?.paid ?? 0) + settled
  const { currency, status, amount, deposit } = draft
  const amountDue = paid < amount ? amount - paid : 0
  const customer = draft.language ? null : await em.findOne(CustomerRow, { id: draft.customerId })
  const tag = draft.language ?? customer?.language
  const language = languageFor(tag)
  const document = draftDocument(draft, merchant, amountDue, language.locale.t('invoice.draft'))
  if (tag) document.language = tag
  if (session && settled > 0) {
    document.payment = {
      amount: settled,
      overpayment: 0,
      state: 'received',
      paidOn: dateInZone(Date.now() + draft.testClockOffsetMs, merchant.timeZone),
      from: session.bankName,
      paymentReference: 'PREVIEW',
    }
    document.payments = [document.payment]
  }
  return {
    token,
    path: `/preview/${token}`,
    invoiceId: draft.id,
    draft,
    invoice: { currency, status, amount, amountCredited: 0, amountDue, deposit },
    payout: (await payoutAccount(em, draft)) ?? null,
    document,
    session,
    status: !payment ? 'open' : amountDue === 0 ? 'paid' : PAGE_STATUSES[payment.status],
    notice: noticeOf(session, payment, language.locale),
    language,
  }
}

function noticeOf(
  session: PreviewSession | undefined,
  payment: Awaited<ReturnType<typeof readPaymentStatus>> | undefined,
  locale: Locale,
): Notice | undefined {
  if (payment?.status === 'settled') return { text: locale.t('notice.arrived'), isGood: true }
  if (session && payment?.status === 'failed') {
    const { reason = 'unknown' } = payment
    return bad(failureMessage({ reason, bank: session.bankName, hasPaid: false }, locale))
  }
  return undefined
}
