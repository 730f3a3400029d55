import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import * as v from 'valibot'
import { dropNullsRejectNul } from '../shared/provider-json.ts'
import {
  WebhookVerificationError,
  MAX_WEBHOOK_BYTES,
  type VerifiedWebhook,
  type UnverifiedWebhook,
} from '../rail.ts'
import type { SettlementAccounts } from './accounts.ts'
import { PaymentSchema } from './http/answers.ts'
import { paymentReportOf } from './payments/payment-report.ts'
import { refundReportOf } from './payments/refunds.ts'
import { HOUR_MS } from '../../../domain/shared/durations.ts'

/**
 * Token.io repeats a webhook for 72 hours.
 *
 * @see https://docs.token.io/products/tpp/integration-considerations/webhooks
 */
const MAX_AGE_MS = 73 * HOUR_MS
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

type WebhookBody = v.InferOutput<typeof Body>

export interface WebhookOptions {
  keys: readonly string[]
  accounts: SettlementAccounts
  paidWhen: 'credited' | 'debited'
  memberId?: string | undefined
}

/**
 * The header `token-signature` has an Ed25519 signature over the raw body.
 *
 * @see docs/token-io.md
 */
export function createWebhookReader({ keys, accounts, memberId, paidWhen }: WebhookOptions) {
  const publicKeys = keys.map((x) =>
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }),
  )

  function toWebhook(body: WebhookBody, text: string): VerifiedWebhook {
    const eventId = body.id ?? createHash('sha256').update(text).digest('hex')
    if (body.payment) {
      const { id: providerPaymentId, initiation } = body.payment
      const attemptId = initiation?.callbackState
      const type = body.eventType ?? 'PAYMENT_STATUS_CHANGED'
      const report = paymentReportOf(body.payment, accounts, paidWhen)
      const unsure = report.unreadableAmount === undefined ? {} : ({ provisional: true } as const)
      const ids = { providerPaymentId, ...(attemptId ? { attemptId } : {}) }
      const paymentReport = { ...report, ...unsure, ...ids }
      return { eventId, type, paymentReport }
    }
    if (body.refundStatusChanged) {
      const { refundId: providerRefundId, status } = body.refundStatusChanged
      const refundReport = { ...refundReportOf(status), providerRefundId }
      return { eventId, type: body.eventType ?? 'REFUND_STATUS_CHANGED', refundReport }
    }
    return { eventId, type: body.eventType ?? 'unknown' }
  }

  return {
    readWebhook: (text: string): VerifiedWebhook => toWebhook(parse(text), text),
    async verifyWebhook({ headers, body }: UnverifiedWebhook): Promise<VerifiedWebhook> {
      if (Buffer.byteLength(body) > MAX_WEBHOOK_BYTES) throw new WebhookVerificationError('too_large')
      const signature = headers['token-signature']
      if (!signature) throw new WebhookVerificationError('no_signature')
      if (!isSigned(body, signature, publicKeys)) throw new WebhookVerificationError('bad_signature')
      const parsed = parse(body)
      assertFresh(parsed)
      const subjectMember = parsed.payment?.memberId ?? parsed.refundStatusChanged?.memberId
      if (memberId && subjectMember && subjectMember !== memberId)
        throw new WebhookVerificationError('other_member')
      return toWebhook(parsed, body)
    },
  }
}

function parse(text: string): WebhookBody {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson({ reviver: dropNullsRejectNul }), Body), text)
  if (!parsed.success) throw new WebhookVerificationError('unreadable')
  return parsed.output
}

function isSigned(body: string, signature: string, keys: readonly KeyObject[]): boolean {
  const bytes = Buffer.from(signature, 'base64url')
  return bytes.length === 64 && keys.some((key) => verify(null, Buffer.from(body), key, bytes))
}

function assertFresh({ createdAtMs, payment }: WebhookBody): void {
  const at = createdAtMs === undefined ? Date.parse(payment?.updatedDateTime ?? '') : Number(createdAtMs)
  if (Number.isNaN(at)) throw new WebhookVerificationError('no_timestamp')
  const age = Date.now() - at
  if (age > MAX_AGE_MS || age < -MAX_AHEAD_MS) throw new WebhookVerificationError('stale')
}
