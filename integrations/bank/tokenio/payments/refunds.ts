import * as v from 'valibot'
import {
  type BankRail,
  type CreatedRefund,
  expectFound,
  railStatusText,
  type RailRefundReport,
} from '../../rail.ts'
import { canRefund } from '../accounts.ts'
import { decimalAmount } from '../../../../domain/shared/money.ts'
import { read, RefundSchema, type TokenIoRefund } from '../http/answers.ts'
import type { TokenIoClient } from '../http/client.ts'
import { pathSegment } from '../http/path-segment.ts'
import { logUnknownStatus } from '../../shared/log-unknown-status.ts'
import { createIdempotent } from './create-once.ts'
import { createdOrRefused, findByRefId } from './find-by-ref-id.ts'
import type { TokenIoRailOptions } from '../options.ts'
import { refIdOf } from './ref-id.ts'

const Answer = v.object({ refund: RefundSchema })
const Found = v.object({ refunds: v.optional(v.array(v.unknown()), []) })
const Prepared = v.object({
  initiation: v.looseObject({ amount: v.looseObject({ currency: v.string() }) }),
})

type SendResult = { refund: TokenIoRefund } | { refused: string }

export function createRefunds(
  client: TokenIoClient,
  { settlementAccounts, onBehalfOfId, inFlightMs, log }: TokenIoRailOptions,
): Pick<BankRail, 'prepareRefund' | 'createRefund' | 'readRefund'> {
  const once = createIdempotent<SendResult>(inFlightMs)

  return {
    prepareRefund: ({ refundId, amount, currency, remittanceReference }) =>
      JSON.stringify({
        initiation: {
          refId: refIdOf(refundId),
          description: remittanceReference,
          amount: { value: decimalAmount({ amount, currency }), currency },
          localInstrument: currency === 'GBP' ? 'FASTER_PAYMENTS' : 'SEPA',
          ...(onBehalfOfId ? { onBehalfOfId } : {}),
        },
      }),

    async createRefund(refundId, providerPaymentId, body, sendClaim): Promise<CreatedRefund> {
      const { initiation } = v.parse(Prepared, JSON.parse(body))
      if (!canRefund(settlementAccounts, initiation.amount.currency)) {
        return { outcome: 'refused', reason: 'refund_not_supported' }
      }
      const request = JSON.stringify({ initiation: { ...initiation, originalPaymentId: providerPaymentId } })
      const sent = await once(refundId, {
        find: () => find(refIdOf(refundId)),
        send: () => send(refIdOf(refundId), request),
        sendClaim,
      })
      if ('refused' in sent) return { outcome: 'refused', reason: sent.refused }
      return { outcome: 'created', providerRefundId: sent.refund.id }
    },

    async readRefund(_providerPaymentId, providerRefundId) {
      const answer = await client.get(`/refunds/${pathSegment(providerRefundId)}`)
      expectFound('reading the refund', answer.status)
      const { status } = read(Answer, answer).refund
      const report = refundReportOf(status)
      logUnknownStatus(log, 'tokenio', providerRefundId, report)
      return report
    },
  }

  async function send(refId: string, body: string): Promise<SendResult> {
    const answer = await client.post('/refunds', body)
    return createdOrRefused<SendResult>(
      answer,
      () => read(Answer, answer),
      () => find(refId),
    )
  }

  async function find(refId: string): Promise<SendResult | undefined> {
    const [refund] = await findByRefId(client, refId, {
      name: 'refund',
      path: '/refunds',
      onBehalfOf: onBehalfOfId ? [['onBehalfOfIds', onBehalfOfId]] : [],
      schema: RefundSchema,
      listOf: (answer) => read(Found, answer).refunds,
    })
    return refund && { refund }
  }
}

export function refundReportOf(status: string): RailRefundReport {
  switch (status) {
    case 'INITIATION_COMPLETED':
      return { status: 'executed' }
    case 'INITIATION_REJECTED':
      return { status: 'failed', reason: 'rejected' }
    case 'INITIATION_FAILED':
      return { status: 'failed', reason: 'initiation_failed' }
    case 'INITIATION_PENDING':
    case 'INITIATION_PROCESSING':
      return { status: 'pending' }
    // A refund with `INITIATION_NO_FINAL_STATUS_AVAILABLE` stays pending: docs/token-io.md
    default:
      return { status: 'pending', unknownStatus: railStatusText(status) }
  }
}
