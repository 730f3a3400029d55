import { setTimeout as wait } from 'node:timers/promises'
import * as v from 'valibot'
import { confirmCancellation } from '../../shared/cancellation.ts'
import {
  type BankRail,
  type CreatedPayment,
  expectFound,
  type PaymentOrder,
  RailUnavailableError,
} from '../../rail.ts'
import { creditorOf } from '../accounts.ts'
import { toDecimal } from './amounts.ts'
import { isRefIdTaken, PaymentSchema, read, refusalReason, type TokenIoPayment } from '../http/answers.ts'
import type { TokenIoBanks } from '../banks.ts'
import type { TokenIoClient } from '../http/client.ts'
import type { TokenIoRailOptions } from '../options.ts'
import { createIdempotent } from './create-once.ts'
import { readingOf } from './payment-states.ts'
import { refIdOf } from './ref-id.ts'
import { localInstrumentFor } from './schemes.ts'

const Answer = v.object({ payment: PaymentSchema })
const Found = v.object({ payments: v.array(PaymentSchema) })

type Sent = { payment: TokenIoPayment } | { refused: string }

/** Between the looks at a payment whose page Token.io has not got yet. */
const PAGE_WAITS_MS = [200, 500, 1_000, 2_000]

/** Token.io's own pages carry the payer to the bank, whatever it asks of them on the way. */
const FLOW_TYPE = 'EMBEDDED_HOSTED_PAGES'

/**
 * Payments with Token.io's Payments v2. There is no idempotency key: each attempt is looked up by its `refId`.
 * https://docs.token.io/products/tpp/api/reference/payments-v2
 */
export function createPayments(
  client: TokenIoClient,
  banks: TokenIoBanks,
  options: TokenIoRailOptions,
): Pick<BankRail, 'preparePayment' | 'createPayment' | 'readPayment' | 'cancelPayment'> {
  const { settlementAccounts, callbackUrl, onBehalfOfId, inFlightMs = QUIET_MS } = options
  const once = createIdempotent<Sent>(inFlightMs)
  const state = (payment: TokenIoPayment) => readingOf(payment, settlementAccounts, options.paidWhen)

  return {
    preparePayment: (order) => JSON.stringify(paymentBody(order, banks, options)),

    async createPayment(attemptId, body, sendClaim) {
      const sent = await once(attemptId, {
        find: () => find(refIdOf(attemptId)),
        send: () => send(refIdOf(attemptId), body),
        sendClaim,
      })
      return 'refused' in sent ? { outcome: 'refused', reason: sent.refused } : created(sent.payment)
    },

    readPayment: async (providerPaymentId) => state(await get(providerPaymentId)),

    async cancelPayment(providerPaymentId) {
      const before = state(await get(providerPaymentId)).status
      if (before !== 'authorizing') return before === 'failed' ? 'cancelled' : 'too_late'
      // Which payments can be cancelled is not documented.
      const request = client.delete(pathOf(providerPaymentId))
      return confirmCancellation(request, async () => state(await get(providerPaymentId)))
    },
  }

  async function get(providerPaymentId: string): Promise<TokenIoPayment> {
    const answer = await client.get(pathOf(providerPaymentId))
    expectFound('reading the payment', answer.status)
    return read(Answer, answer).payment
  }

  async function send(refId: string, body: string): Promise<Sent> {
    const answer = await client.post('/v2/payments', body)
    if (answer.status < 300) return read(Answer, answer)
    const taken = isRefIdTaken(answer) ? await find(refId) : undefined
    return taken ?? { refused: refusalReason(answer) }
  }

  /** The payment of a `refId`; of several, which two processes at once can create, the one that came furthest. */
  async function find(refId: string): Promise<Sent | undefined> {
    const answer = await client.get('/v2/payments', [
      ['limit', '10'],
      ['refIds', refId],
      ...(onBehalfOfId ? [['onBehalfOfId', onBehalfOfId] as [string, string]] : []),
    ])
    if (answer.status !== 200) throw new RailUnavailableError(`looking for the payment: ${answer.status}`)
    const [payment] = read(Found, answer)
      .payments.filter(({ initiation }) => initiation?.refId === refId)
      .toSorted(
        (a, b) => rank(b) - rank(a) || (a.createdDateTime ?? '').localeCompare(b.createdDateTime ?? ''),
      )
    return payment && { payment }
  }

  function rank(payment: TokenIoPayment): number {
    return ['failed', 'authorizing', 'processing', 'settled'].indexOf(state(payment).status)
  }

  /** As Token.io itself sends a payer back. */
  function returnOf({ id }: TokenIoPayment): string {
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
      const { status, reason } = state(latest)
      if (status === 'failed') return { outcome: 'refused', reason: reason ?? 'unknown' }
      // The payer has been there already: all that is left to show is what came of it.
      const page = status === 'authorizing' ? pageOf(latest) : returnOf(latest)
      if (page) return { outcome: 'created', providerPaymentId: latest.id, redirectUrl: page }
    }
    throw new RailUnavailableError('Token.io has no page for the payer yet')
  }
}

/** Longer than a request can be under way and not yet be listed, as far as anyone can know. */
const QUIET_MS = 15_000

function paymentBody(order: PaymentOrder, banks: TokenIoBanks, options: TokenIoRailOptions): object {
  const { attemptId, bankId, amount, payout, reference } = order
  const { settlementAccounts, callbackUrl, onBehalfOfId } = options
  const creditor = creditorOf(payout, amount.currency, settlementAccounts)
  const supported = banks.instrumentsOf(amount.currency, bankId)
  const localInstrument = localInstrumentFor(amount.currency, supported)
  if (!creditor || !localInstrument) throw new RangeError(`no account for ${amount.currency} at Token.io`)
  return {
    initiation: {
      bankId,
      refId: refIdOf(attemptId),
      remittanceInformationPrimary: reference,
      amount: { value: toDecimal(amount), currency: amount.currency },
      localInstrument,
      creditor,
      callbackUrl,
      // Comes back with the payment, in webhooks too, and tells whose it is.
      callbackState: attemptId,
      flowType: FLOW_TYPE,
      ...(onBehalfOfId ? { onBehalfOfId } : {}),
    },
  }
}

/** Where the payer goes; nothing but a web address will do. */
function pageOf({ authentication }: TokenIoPayment): string | undefined {
  const page = authentication?.redirectUrl
  return page && /^https?:\/\//.test(page) ? page : undefined
}

/** Ids look like `pm2:…:…`; colons may stand in a path as they are, and are signed as they are sent. */
function pathOf(providerPaymentId: string): string {
  return `/v2/payments/${encodeURIComponent(providerPaymentId).replaceAll('%3A', ':')}`
}
