import * as v from 'valibot'
import { type BankRail, expectFound, type RefundReading } from '../rail.ts'
import { failureReason, read, refusalReason } from './answers.ts'
import type { TrueLayerClient } from './client.ts'

const Created = v.object({ id: v.string() })
const Refund = v.object({ status: v.string(), failure_reason: v.optional(v.string()) })

/**
 * Refunds of payments that settled in a merchant account, to the account they were paid from.
 * https://docs.truelayer.com/docs/refund-a-payment
 */
export function createRefunds(
  client: TrueLayerClient,
): Pick<BankRail, 'prepareRefund' | 'createRefund' | 'readRefund'> {
  return {
    prepareRefund: ({ refundId, attemptId, invoiceId, amount, reference }) =>
      JSON.stringify({
        // Always named: left out it would mean all that is left by then.
        amount_in_minor: Number(amount.amount),
        reference,
        metadata: { refund_id: refundId, attempt_id: attemptId, invoice_id: invoiceId },
      }),

    async createRefund(refundId, providerPaymentId, body) {
      const answer = await client.post(pathOf(providerPaymentId), body, refundId)
      if (answer.status >= 300) return { outcome: 'refused', reason: refusalReason(answer) }
      return { outcome: 'created', providerRefundId: read(Created, answer).id }
    },

    async readRefund(providerPaymentId, providerRefundId) {
      const answer = await client.get(`${pathOf(providerPaymentId)}/${encodeURIComponent(providerRefundId)}`)
      expectFound('reading the refund', answer.status)
      const { status, failure_reason: reason } = read(Refund, answer)
      return refundReadingOf(status, reason)
    },
  }
}

/** TrueLayer's words for a refund; one it may add later is no outcome yet. */
export function refundReadingOf(status: string, reason?: string): RefundReading {
  switch (status) {
    case 'executed':
      return { status: 'executed' }
    case 'failed':
      return { status: 'failed', reason: failureReason(reason) }
    default:
      return { status: 'pending' }
  }
}

function pathOf(providerPaymentId: string): string {
  return `/v3/payments/${encodeURIComponent(providerPaymentId)}/refunds`
}
