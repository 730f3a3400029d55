import type { PaymentReading } from '../rail.ts'

/** TrueLayer's words for a payment; a word it may add later changes nothing. */
export function readingOf(status: string, reason?: string): PaymentReading {
  switch (status) {
    case 'settled':
      return { status: 'settled' }
    case 'failed':
      return { status: 'failed', reason: reason ?? 'unknown' }
    case 'executed':
      return { status: 'executed' }
    case 'authorized':
      return { status: 'processing' }
    case 'authorization_required':
    case 'authorizing':
      return { status: 'authorizing' }
    default:
      return { status: 'authorizing', raw: status }
  }
}
