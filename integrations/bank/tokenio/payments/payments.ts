import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { confirmCancellation } from '../../shared/cancellation.ts'
import {
  type BankRail,
  type CreatedPayment,
  expectFound,
  type PaymentRequest,
  RailUnavailableError,
  type RefusedPayment,
} from '../../rail.ts'
import { creditorOf } from '../accounts.ts'
import { decimalAmount } from '../../../../domain/shared/money.ts'
import { faultOf, PaymentSchema, read, type TokenIoPayment } from '../http/answers.ts'
import type { TokenIoBanks } from '../banks.ts'
import type { TokenIoClient } from '../http/client.ts'
import { pathSegment } from '../http/path-segment.ts'
import { refuseInvalidRequest } from '../../shared/invalid-request.ts'
import { logUnknownStatus } from '../../shared/log-unknown-status.ts'
import type { TokenIoRailOptions } from '../options.ts'
import { createIdempotent } from './create-once.ts'
import { createdOrRefused, findByRefId } from './find-by-ref-id.ts'
import { paymentReportOf } from './payment-report.ts'
import { refIdOf } from './ref-id.ts'
import { localInstrumentFor } from './schemes.ts'

const Answer = v.object({ payment: PaymentSchema })
const Found = v.object({ payments: v.optional(v.array(v.unknown()), []) })

type SendResult = { payment: TokenIoPayment } | RefusedPayment

const PAGE_WAITS_MS = [200, 500, 1_000, 2_000]

const FLOW_TYPE = 'EMBEDDED_HOSTED_PAGES'

/**
 * Token.io has no idempotency keys, so the code searches by `refId` before a creation.
 *
 * @see docs/token-io.md
 */
export function createPayments(
  client: TokenIoClient,
  banks: TokenIoBanks,
  options: TokenIoRailOptions,
): Pick<BankRail, 'preparePayment' | 'createPayment' | 'readPayment' | 'cancelPayment'> {
  const { settlementAccounts, callbackUrl, onBehalfOfId, inFlightMs } = options
  const once = createIdempotent<SendResult>(inFlightMs)
  const reportOf = (payment: TokenIoPayment) => paymentReportOf(payment, settlementAccounts, options.paidWhen)

  return {
    preparePayment: (request) => JSON.stringify(paymentBody(request, banks, options)),

    async createPayment(attemptId, body, sendClaim) {
      const sent = await once(attemptId, {
        find: () => find(refIdOf(attemptId)),
        send: () => send(attemptId, body),
        sendClaim,
      })
      return 'outcome' in sent ? sent : created(sent.payment)
    },

    async readPayment(providerPaymentId) {
      const payment = await get(providerPaymentId)
      const report = reportOf(payment)
      logUnknownStatus(options.log, 'tokenio', providerPaymentId, report)
      return report
    },

    async cancelPayment(providerPaymentId) {
      const before = reportOf(await get(providerPaymentId)).status
      if (before !== 'authorizing') return before === 'failed' ? 'cancelled' : 'too_late'
      const request = client.delete(pathOf(providerPaymentId))
      return confirmCancellation(request, async () => reportOf(await get(providerPaymentId)))
    },
  }

  async function get(providerPaymentId: string): Promise<TokenIoPayment> {
    const answer = await client.get(pathOf(providerPaymentId))
    expectFound('reading the payment', answer.status)
    return read(Answer, answer).payment
  }

  async function send(attemptId: string, body: string): Promise<SendResult> {
    const answer = await client.post('/v2/payments', body)
    const sent = await createdOrRefused<SendResult>(
      answer,
      () => read(Answer, answer),
      () => find(refIdOf(attemptId)),
    )
    if (!('refused' in sent)) return sent
    const detail = faultOf(answer)
    if (detail === undefined) return { outcome: 'refused', reason: sent.refused }
    return refuseInvalidRequest(options.log, { rail: 'tokenio', attemptId, reason: sent.refused, detail })
  }

  async function find(refId: string): Promise<SendResult | undefined> {
    const found = await findByRefId(client, refId, {
      name: 'payment',
      path: '/v2/payments',
      onBehalfOf: onBehalfOfId ? [['onBehalfOfId', onBehalfOfId]] : [],
      schema: PaymentSchema,
      listOf: (answer) => read(Found, answer).payments,
    })
    const [payment] = found.toSorted(
      (a, b) => rank(b) - rank(a) || (a.createdDateTime ?? '').localeCompare(b.createdDateTime ?? ''),
    )
    return payment && { payment }
  }

  function rank(payment: TokenIoPayment): number {
    return ['failed', 'authorizing', 'processing', 'settled'].indexOf(reportOf(payment).status)
  }

  function returnPage({ id }: TokenIoPayment): string {
    const page = new URL(callbackUrl)
    page.searchParams.set('payment-id', id)
    return page.href
  }

  async function created(payment: TokenIoPayment): Promise<CreatedPayment> {
    let latest = payment
    for (const waitMs of [0, ...PAGE_WAITS_MS]) {
      if (waitMs > 0) {
        await wait(waitMs)
        latest = await get(payment.id)
      }
      const { status, reason } = reportOf(latest)
      if (status === 'failed') return { outcome: 'refused', reason: reason ?? 'unknown' }
      const page = status === 'authorizing' ? pageOf(latest) : returnPage(latest)
      if (page) return { outcome: 'created', providerPaymentId: latest.id, redirectUrl: page }
    }
    throw new RailUnavailableError('the payment has no page for its payer yet')
  }
}

function paymentBody(request: PaymentRequest, banks: TokenIoBanks, options: TokenIoRailOptions): object {
  const { attemptId, bankId, amount, currency, payout, remittanceReference } = request
  const { settlementAccounts, callbackUrl, onBehalfOfId } = options
  const creditor = creditorOf(payout, currency, settlementAccounts)
  const supported = banks.instrumentsOf(currency, bankId)
  const localInstrument = localInstrumentFor(currency, supported)
  if (!creditor || !localInstrument) throw new RangeError(`no payout account for ${currency}`)
  return {
    initiation: {
      bankId,
      refId: refIdOf(attemptId),
      remittanceInformationPrimary: remittanceReference,
      amount: { value: decimalAmount({ amount, currency }), currency },
      localInstrument,
      creditor,
      callbackUrl,
      // `callbackState` identifies the attempt in webhooks.
      callbackState: attemptId,
      flowType: FLOW_TYPE,
      ...(onBehalfOfId ? { onBehalfOfId } : {}),
    },
  }
}

function pageOf({ authentication }: TokenIoPayment): string | undefined {
  const page = authentication?.redirectUrl
  return page && /^https?:\/\//.test(page) ? page : undefined
}

function pathOf(providerPaymentId: string): string {
  return `/v2/payments/${pathSegment(providerPaymentId)}`
}
