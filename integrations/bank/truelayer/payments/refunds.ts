import * as v from 'valibot'
import { type BankRail, expectFound, type RefundReading } from '../../rail.ts'
import { failureReason, read, refusalReason } from '../http/answers.ts'
import type { TrueLayerClient } from '../http/client.ts'

const Created = v.object({ id: v.string() })
const Listed = v.object({
  items: v.array(v.object({ id: v.string(), metadata: v.optional(v.record(v.string(), v.string())) })),
})
const Refund = v.object({ status: v.string(), failure_reason: v.optional(v.string()) })

/** Longer than any refund waits for its outcome, in milliseconds. */
const EVER_MS = 100 * 365 * 86_400_000

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

    async createRefund(refundId, providerPaymentId, body, lastSend) {
      const wasSent = lastSend !== undefined && !(await lastSend.acquire(EVER_MS))
      const answer = await client.post(pathOf(providerPaymentId), body, refundId)
      if (answer.status < 300) return { outcome: 'created', providerRefundId: read(Created, answer).id }
      // The refusal is of this request. An earlier one may have been taken, and its answer lost.
      const taken = wasSent ? await find(refundId, providerPaymentId) : undefined
      return taken
        ? { outcome: 'created', providerRefundId: taken }
        : { outcome: 'refused', reason: refusalReason(answer) }
    },

    async readRefund(providerPaymentId, providerRefundId) {
      const answer = await client.get(`${pathOf(providerPaymentId)}/${encodeURIComponent(providerRefundId)}`)
      expectFound('reading the refund', answer.status)
      const { status, failure_reason: reason } = read(Refund, answer)
      return refundReadingOf(status, reason)
    },
  }

  /** The rail's id of a refund that it may have taken. @throws RailUnavailableError */
  async function find(refundId: string, providerPaymentId: string): Promise<string | undefined> {
    const answer = await client.get(pathOf(providerPaymentId))
    expectFound('looking for the refund', answer.status)
    return read(Listed, answer).items.find(({ metadata }) => metadata?.['refund_id'] === refundId)?.id
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
