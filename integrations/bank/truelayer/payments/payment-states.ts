import { asTold, type PaymentReading } from '../../rail.ts'
import { failureReason } from '../http/answers.ts'

/** What TrueLayer says of a payment, whether it was asked or tells it by itself. */
export interface PaymentSaid {
  status: string
  failure_reason?: string | undefined
  /** The state that it failed in. */
  failure_stage?: string | undefined
}

/** TrueLayer's words for a payment; a word it may add later changes nothing. */
export function readingOf({
  status,
  failure_reason: reason,
  failure_stage: stage,
}: PaymentSaid): PaymentReading {
  const railStatus = asTold(status, stage)
  switch (status) {
    case 'settled':
    case 'executed':
      return { status, railStatus }
    case 'failed':
      return { status, reason: reasonAt(stage, failureReason(reason)), railStatus }
    case 'authorized':
      return { status: 'processing', railStatus }
    default:
      return { status: 'authorizing', railStatus }
  }
}

/** A payment that fails after its bank has sent the money is another matter for its payer than one that never left. */
function reasonAt(stage: string | undefined, reason: string): string {
  return stage === 'executed' && reason !== 'verification_declined' ? `sent_${reason}` : reason
}
