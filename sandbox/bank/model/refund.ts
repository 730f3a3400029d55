import { instant } from '../truelayer/present.ts'
import type { SchemeId } from './payment.ts'
import type { RefundOutcome } from './scenario.ts'

export type RefundStatus = 'pending' | 'authorized' | 'executed' | 'failed'

/** A refund as the bank keeps it. Instants are milliseconds since 1970. */
export interface Refund {
  id: string
  paymentId: string
  /** Minor units; what was left of the payment where the request named no amount. */
  amount: number
  currency: 'GBP' | 'EUR'
  reference: string
  metadata?: Record<string, string>
  /** Scheme of the payment, used for the refund too. */
  schemeId?: SchemeId
  status: RefundStatus
  /** The next step happens only when the control API says so. */
  held: boolean
  createdAt: number
  executedAt?: number
  failedAt?: number
  failureReason?: string
  /** When the next step is due; absent: not by itself. */
  dueAt?: number
  /** Planned outcome; absent: the refund executes. */
  outcome?: RefundOutcome
}

/** The body of `POST /v3/payments/{id}/refunds`, once it was found valid. */
export interface RefundRequest {
  amount_in_minor?: number
  reference: string
  metadata?: Record<string, string>
}

/** As `GET /v3/payments/{id}/refunds/{refund_id}` shows it. https://docs.truelayer.com/docs/refund-a-payment */
export function describeRefund(refund: Refund): object {
  const { id, amount, currency, reference, status, metadata, executedAt } = refund
  return {
    id,
    amount_in_minor: amount,
    currency,
    reference,
    status,
    created_at: instant(refund.createdAt),
    ...(metadata ? { metadata } : {}),
    ...(status === 'executed' ? { executed_at: instant(executedAt ?? 0) } : {}),
    ...failureOf(refund),
  }
}

/**
 * The fields of a webhook about the refund, but for those of the event itself.
 * https://docs.truelayer.com/docs/refund-webhook-specifications
 */
export function describeRefundForWebhook(refund: Refund): object {
  const { id, paymentId, schemeId, status, metadata, executedAt } = refund
  return {
    payment_id: paymentId,
    refund_id: id,
    ...(status === 'executed' ? { executed_at: instant(executedAt ?? 0) } : {}),
    ...(status === 'executed' && schemeId ? { scheme_id: schemeId } : {}),
    ...failureOf(refund),
    ...(metadata ? { metadata } : {}),
  }
}

function failureOf({ failedAt, failureReason }: Refund): object {
  return failedAt === undefined ? {} : { failed_at: instant(failedAt), failure_reason: failureReason }
}
