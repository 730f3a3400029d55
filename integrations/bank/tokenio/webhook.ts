import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import * as v from 'valibot'
import { withoutNullsOrNul } from '../shared/provider-json.ts'
import {
  WebhookVerificationError,
  MAX_WEBHOOK_BYTES,
  type PaymentReading,
  type VerifiedWebhook,
  RailUnavailableError,
  type WebhookRequest,
} from '../rail.ts'
import type { SettlementAccounts } from './accounts.ts'
import { PaymentSchema, type TokenIoPayment } from './http/answers.ts'
import { readingOf } from './payments/payment-states.ts'
import { refundReadingOf } from './payments/refunds.ts'

/**
 * Token.io repeats a webhook for up to 72 hours with the time of the event in it, so a young one cannot be asked
 * for. Within that time a repeated one is known by its id, and changes nothing.
 */
const MAX_AGE_MS = 73 * 3_600_000
/** How far ahead the sender's clock may be. */
const MAX_AHEAD_MS = 5 * 60_000

const Body = v.object({
  id: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  eventType: v.optional(v.pipe(v.string(), v.maxLength(100))),
  createdAtMs: v.optional(v.union([v.pipe(v.string(), v.regex(/^\d{1,16}$/)), v.number()])),
  payment: v.optional(PaymentSchema),
  refundStatusChanged: v.optional(
    v.object({ refundId: v.string(), memberId: v.optional(v.string()), status: v.string() }),
  ),
})

export interface WebhookOptions {
  keys: readonly string[]
  accounts: SettlementAccounts
  paidWhen: 'credited' | 'debited'
  /** Ours; undefined where we do not know it. */
  memberId?: string | undefined
}

/**
 * Proves that a webhook comes from Token.io: an Ed25519 signature in `token-signature` over the raw body, by a key
 * we were given beforehand, about our own member, and not older than the last repetition can be.
 * https://docs.token.io/products/tpp/integration-considerations/webhooks
 */
export function createWebhookReader({ keys, accounts, memberId, paidWhen }: WebhookOptions) {
  const publicKeys = keys.map((x) =>
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
  )

  function readWebhook(text: string): VerifiedWebhook {
    const body = parse(text)
    const eventId = body.id ?? createHash('sha256').update(text).digest('hex')
    if (body.payment) {
      const { id: providerPaymentId, initiation } = body.payment
      const attemptId = initiation?.callbackState
      const type = body.eventType ?? 'PAYMENT_STATUS_CHANGED'
      const reading = legible(body.payment)
      // It is kept, and the payment is read at Token.io as any other.
      if (!reading) return { eventId, type }
      return {
        eventId,
        type,
        payment: { providerPaymentId, reading, ...(attemptId ? { attemptId } : {}) },
      }
    }
    if (body.refundStatusChanged) {
      const { refundId: providerRefundId, status } = body.refundStatusChanged
      const refund = { providerRefundId, reading: refundReadingOf(status) }
      return { eventId, type: body.eventType ?? 'REFUND_STATUS_CHANGED', refund }
    }
    return { eventId, type: body.eventType ?? 'unknown' }
  }

  /** Undefined where its amount cannot be read. */
  function legible(payment: TokenIoPayment): PaymentReading | undefined {
    try {
      return readingOf(payment, accounts, paidWhen)
    } catch (error) {
      if (error instanceof RailUnavailableError) return undefined
      throw error
    }
  }

  return {
    readWebhook,
    async verifyWebhook({ headers, body }: WebhookRequest): Promise<VerifiedWebhook> {
      if (Buffer.byteLength(body) > MAX_WEBHOOK_BYTES) throw new WebhookVerificationError('too_large')
      const signature = headers['token-signature']
      if (!signature) throw new WebhookVerificationError('no_signature')
      if (!isSigned(body, signature, publicKeys)) throw new WebhookVerificationError('bad_signature')
      const parsed = parse(body)
      assertFresh(parsed)
      const about = parsed.payment?.memberId ?? parsed.refundStatusChanged?.memberId
      if (memberId && about && about !== memberId) throw new WebhookVerificationError('other_member')
      return readWebhook(body)
    },
  }
}

/** @throws ForgedWebhookError if it has not the shape of a webhook */
function parse(text: string): v.InferOutput<typeof Body> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson({ reviver: withoutNullsOrNul }), Body), text)
  if (!parsed.success) throw new WebhookVerificationError('unreadable')
  return parsed.output
}

function isSigned(body: string, signature: string, keys: readonly KeyObject[]): boolean {
  const bytes = Buffer.from(signature, 'base64url')
  return bytes.length === 64 && keys.some((key) => verify(null, Buffer.from(body), key, bytes))
}

/** By a time that is signed: that of the event, or else the payment's. */
function assertFresh({ createdAtMs, payment }: v.InferOutput<typeof Body>): void {
  const at = createdAtMs === undefined ? Date.parse(payment?.updatedDateTime ?? '') : Number(createdAtMs)
  if (Number.isNaN(at)) throw new WebhookVerificationError('no_timestamp')
  const age = Date.now() - at
  if (age > MAX_AGE_MS || age < -MAX_AHEAD_MS) throw new WebhookVerificationError('stale')
}
