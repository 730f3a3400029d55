import { railStatusText, type RailPaymentReport } from '../../rail.ts'
import { failureReason } from '../http/answers.ts'

export interface TrueLayerPayment {
  status: string
  failure_reason?: string | undefined
  failure_stage?: string | undefined
}

export function paymentReportOf({
  status,
  failure_reason: reason,
  failure_stage: stage,
}: TrueLayerPayment): RailPaymentReport {
  const railStatus = railStatusText(status, stage)
  switch (status) {
    case 'settled':
    case 'executed':
      return { status, railStatus }
    case 'failed':
      return { status, reason: reasonAt(stage, failureReason(reason)), railStatus }
    case 'authorized':
      return { status: 'processing', railStatus }
    case 'authorization_required':
    case 'authorizing':
    case 'attempt_failed':
      return { status: 'authorizing', railStatus }
    default:
      return { status: 'authorizing', railStatus, unknownStatus: railStatus }
  }
}

/**
 * The prefix `sent_` marks a failure after the bank has sent the money.
 *
 * @see docs/truelayer.md
 */
function reasonAt(stage: string | undefined, reason: string): string {
  return stage === 'executed' && reason !== 'verification_declined' ? `sent_${reason}` : reason
}
