import * as v from 'valibot'
import {
  type BankRail,
  expectFound,
  type RailLog,
  railStatusText,
  RailUnavailableError,
  type RailRefundReport,
} from '../../rail.ts'
import { logUnknownStatus } from '../../shared/log-unknown-status.ts'
import { failureReason, read, refusalReason } from '../http/answers.ts'
import type { TrueLayerClient } from '../http/client.ts'
import { readEach } from '../../shared/read-each.ts'
import { DAY_MS } from '../../../../domain/shared/durations.ts'

const Created = v.object({ id: v.string() })
const Listed = v.object({ items: v.array(v.unknown()) })
const ListedRefund = v.object({
  id: v.string(),
  metadata: v.fallback(v.optional(v.object({ refund_id: v.optional(v.string()) })), undefined),
})
const Refund = v.object({ status: v.string(), failure_reason: v.optional(v.string()) })

/** The claim must not expire, because an existing claim marks a repeated sending. */
const FOREVER_MS = 100 * 365 * DAY_MS

export function createRefunds(
  client: TrueLayerClient,
  log?: RailLog,
): Pick<BankRail, 'prepareRefund' | 'createRefund' | 'readRefund'> {
  return {
    prepareRefund: ({ refundId, attemptId, invoiceId, amount, remittanceReference }) =>
      JSON.stringify({
        // TrueLayer allows full and partial refunds, so the request has the amount:
        // https://docs.truelayer.com/docs/refund-a-payment
        amount_in_minor: amount,
        reference: remittanceReference,
        metadata: { refund_id: refundId, attempt_id: attemptId, invoice_id: invoiceId },
      }),

    async createRefund(refundId, providerPaymentId, body, sendClaim) {
      const wasSent = sendClaim !== undefined && !(await sendClaim.acquire(FOREVER_MS))
      const answer = await client.post(pathOf(providerPaymentId), body, refundId)
      if (answer.status < 300) return { outcome: 'created', providerRefundId: read(Created, answer).id }
      // TrueLayer may have accepted an earlier request whose answer did not arrive.
      const accepted = wasSent ? await find(refundId, providerPaymentId) : undefined
      return accepted
        ? { outcome: 'created', providerRefundId: accepted }
        : { outcome: 'refused', reason: refusalReason(answer) }
    },

    async readRefund(providerPaymentId, providerRefundId) {
      const answer = await client.get(`${pathOf(providerPaymentId)}/${encodeURIComponent(providerRefundId)}`)
      expectFound('reading the refund', answer.status)
      const { status, failure_reason: reason } = read(Refund, answer)
      const report = refundReportOf(status, reason)
      logUnknownStatus(log, 'truelayer', providerRefundId, report)
      return report
    },
  }

  async function find(refundId: string, providerPaymentId: string): Promise<string | undefined> {
    const answer = await client.get(pathOf(providerPaymentId))
    expectFound('finding the refund', answer.status)
    const { items, unreadable } = readEach(ListedRefund, read(Listed, answer).items)
    const refund = items.find(({ metadata }) => metadata?.refund_id === refundId)
    // An unreadable refund may be the wanted refund, so the code does not refuse.
    if (!refund && unreadable.length > 0) throw new RailUnavailableError('a listed refund is unreadable')
    return refund?.id
  }
}

export function refundReportOf(status: string, reason?: string): RailRefundReport {
  switch (status) {
    case 'executed':
      return { status: 'executed' }
    case 'failed':
      return { status: 'failed', reason: failureReason(reason) }
    case 'pending':
    case 'authorized':
      return { status: 'pending' }
    default:
      return { status: 'pending', unknownStatus: railStatusText(status) }
  }
}

function pathOf(providerPaymentId: string): string {
  return `/v3/payments/${encodeURIComponent(providerPaymentId)}/refunds`
}
