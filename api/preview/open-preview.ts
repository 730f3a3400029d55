import { InvoiceRow, MerchantRow } from '../../db/entities/index.ts'
import { draftDocument } from '../../db/invoices/document.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { verifyPreviewToken } from '../../domain/payment/payment-link.ts'
import type { ApiDeps } from '../deps.ts'
import { failureSentence } from '../pay/failure-message.ts'
import type { PaymentState } from '../pay/payment-state.ts'
import { readStatus, type PreviewSession } from './session.ts'

/** A draft as one browser sees it: what the payments of its walk have brought counts as paid. */
export interface Preview {
  token: string
  path: string
  invoiceId: string
  /** What the banks are asked for. */
  asked: Pick<
    InvoiceRow,
    'merchantId' | 'mode' | 'currency' | 'amount' | 'amountDue' | 'deposit' | 'billingAddress'
  >
  document: InvoiceDocument
  walk: PreviewSession | undefined
  state: PaymentState
  /** About the last payment, where the page still asks for something. */
  notice: string | undefined
}

const STATES = {
  authorizing: 'waiting',
  processing: 'processing',
  settled: 'open',
  failed: 'failed',
} as const

/**
 * Follows a preview's token.
 *
 * @param kept the walk of this browser, if there is one; it may be through another preview
 * @returns `lost` for a token that is forged or over, `sent` for an invoice that is no draft any more
 * @throws RailUnavailableError
 */
export async function openPreview(
  { em, linkKeys, previewRails }: ApiDeps,
  token: string,
  kept: PreviewSession | undefined,
): Promise<Preview | 'lost' | 'sent'> {
  const invoiceId = verifyPreviewToken(token, linkKeys, Date.now())
  const read = em.fork()
  const draft = invoiceId === undefined ? null : await read.findOne(InvoiceRow, { id: invoiceId })
  if (!draft) return 'lost'
  if (draft.status !== 'draft') return 'sent'
  const merchant = await read.findOneOrFail(MerchantRow, { id: draft.merchantId })
  const walk = kept?.token === token ? kept : undefined
  const step = walk && (await readStatus(previewRails, walk))
  const arrived = step?.status === 'settled' ? BigInt(walk?.amount ?? 0) : 0n
  const paid = BigInt(walk?.paid ?? 0) + arrived
  const { merchantId, mode, currency, amount, deposit, billingAddress } = draft
  // The draft can be changed while somebody walks through it.
  const amountDue = paid < amount ? amount - paid : 0n
  const document = draftDocument(draft, merchant, amountDue)
  if (walk && arrived > 0n) {
    document.payment = {
      amount: arrived,
      overpayment: 0n,
      rest: amountDue,
      paidOn: dateInZone(Date.now() + draft.testClockOffsetMs, merchant.timeZone),
      from: walk.bankName,
      reference: 'PREVIEW',
    }
  }
  return {
    token,
    path: `/preview/${token}`,
    invoiceId: draft.id,
    asked: { merchantId, mode, currency, amount, amountDue, deposit, billingAddress },
    document,
    walk,
    state: !step ? 'open' : amountDue === 0n ? 'paid' : STATES[step.status],
    notice: noticeOf(walk, step),
  }
}

function noticeOf(
  walk: PreviewSession | undefined,
  step: Awaited<ReturnType<typeof readStatus>> | undefined,
): string | undefined {
  if (step?.status === 'settled') return 'Your last payment has arrived. Thank you.'
  if (walk && step?.status === 'failed') return failureSentence(step.reason ?? 'unknown', walk.bankName)
  return undefined
}
