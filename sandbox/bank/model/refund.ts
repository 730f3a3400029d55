import { instant } from '../truelayer/present.ts'
import type { SchemeId } from './payment.ts'
import type { RefundOutcome } from './scenario.ts'

export type RefundStatus = 'pending' | 'authorized' | 'executed' | 'failed'

export interface Refund {
  id: string
  paymentId: string
  amount: number
  currency: 'GBP' | 'EUR'
  reference: string
  metadata?: Record<string, string>
  schemeId?: SchemeId
  status: RefundStatus
  held: boolean
  createdAt: number
  executedAt?: number
  failedAt?: number
  failureReason?: string
  dueAt?: number
  outcome?: RefundOutcome
}

export interface RefundRequest {
  amount_in_minor?: number
  reference: string
  metadata?: Record<string, string>
}

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
