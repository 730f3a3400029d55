import { extractJku, extractKid, verify } from 'truelayer-signing'
import * as v from 'valibot'
import { dropNullsRejectNul } from '../../shared/provider-json.ts'
import {
  WebhookVerificationError,
  MAX_WEBHOOK_BYTES,
  type VerifiedWebhook,
  type UnverifiedWebhook,
} from '../../rail.ts'
import { paymentReportOf } from '../payments/payment-report.ts'
import { refundReportOf } from '../payments/refunds.ts'
import { createKeyList, type KeyListOptions } from './keys.ts'

const MAX_AGE_MS = 5 * 60_000

const Body = v.object({
  type: v.string(),
  event_id: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  payment_id: v.optional(v.string()),
  refund_id: v.optional(v.string()),
  failure_reason: v.optional(v.string()),
  failure_stage: v.optional(v.string()),
  metadata: v.optional(v.record(v.string(), v.string())),
})

const PAYMENT_TYPES: Record<string, string> = {
  payment_authorized: 'authorized',
  payment_executed: 'executed',
  payment_settled: 'settled',
  payment_failed: 'failed',
}

const REFUND_TYPES: Record<string, string> = {
  refund_executed: 'executed',
  refund_failed: 'failed',
}

/** The signature must cover the timestamp. The address of the key must be in `allowedJku`. */
export function createWebhookVerifier(
  allowedJku: string[],
  options: KeyListOptions = {},
): (webhook: UnverifiedWebhook) => Promise<VerifiedWebhook> {
  const keyLists = new Map(allowedJku.map((jku) => [jku, createKeyList(jku, options)]))

  return async ({ path, headers, body }) => {
    if (Buffer.byteLength(body) > MAX_WEBHOOK_BYTES) throw new WebhookVerificationError('too_large')
    const signature = headers['tl-signature']
    if (!signature) throw new WebhookVerificationError('no_signature')
    assertFresh(headers['x-tl-webhook-timestamp'])
    const findKey = keyLists.get(orForged(() => extractJku(signature)) ?? '')
    if (!findKey) throw new WebhookVerificationError('unknown_jku')
    const key = await findKey(orForged(() => extractKid(signature)))
    if (!key) throw new WebhookVerificationError('bad_signature')
    const publicKeyPem = key as unknown as string
    const signed = { method: 'POST' as never, path, body, headers }
    const requiredHeaders = ['X-TL-Webhook-Timestamp']
    orForged(() => verify({ publicKeyPem, signature, requiredHeaders, ...signed }))
    return readWebhook(body)
  }
}

function orForged<T>(check: () => T): T {
  try {
    return check()
  } catch (error) {
    throw new WebhookVerificationError('bad_signature', { cause: error })
  }
}

function assertFresh(timestamp: string | undefined): void {
  const sentAt = Date.parse(timestamp ?? '')
  if (Number.isNaN(sentAt)) throw new WebhookVerificationError('no_timestamp')
  if (Math.abs(Date.now() - sentAt) > MAX_AGE_MS) throw new WebhookVerificationError('stale')
}

/** @throws WebhookVerificationError for an unreadable body */
export function readWebhook(text: string): VerifiedWebhook {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson({ reviver: dropNullsRejectNul }), Body), text)
  if (!parsed.success) throw new WebhookVerificationError('unreadable')
  const {
    type,
    event_id: eventId,
    payment_id: providerPaymentId,
    refund_id: providerRefundId,
    failure_reason,
    failure_stage,
    metadata,
  } = parsed.output
  const refunded = REFUND_TYPES[type]
  if (refunded && providerPaymentId && providerRefundId) {
    const refundId = metadata?.['refund_id']
    const refundReport = {
      ...refundReportOf(refunded, failure_reason),
      providerPaymentId,
      providerRefundId,
      ...(refundId ? { refundId } : {}),
    }
    return { eventId, type, refundReport }
  }
  const status = PAYMENT_TYPES[type]
  if (!status || !providerPaymentId) return { eventId, type }
  const attemptId = metadata?.['attempt_id']
  const paymentReport = {
    ...paymentReportOf({ status, failure_reason, failure_stage }),
    providerPaymentId,
    ...(attemptId ? { attemptId } : {}),
  }
  return { eventId, type, paymentReport }
}
