import type { InvoiceRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import { failureSentence } from './failure-sentence.ts'

/** What a payer's page shows: nothing begun, at the bank, money on its way, paid, or a try that failed. */
export type PaymentState = 'open' | 'waiting' | 'processing' | 'paid' | 'failed'

export function stateOf(invoice: InvoiceRow, attempt: PaymentAttemptRow | null): PaymentState {
  if (invoice.status === 'paid') return 'paid'
  switch (attempt?.state) {
    case undefined:
    case 'started':
      return 'open'
    case 'authorizing':
      return 'waiting'
    case 'processing':
      return 'processing'
    // A deposit: the rest is still asked for.
    case 'settled':
      return 'open'
    case 'failed':
      return 'failed'
  }
}

/** A sentence for a payer about their last try, where the page still asks for something. */
export function noticeOf(attempt: PaymentAttemptRow | null): string | undefined {
  switch (attempt?.state) {
    case 'started':
      return `${attempt.bankName} has not answered yet. Nothing has been paid. Please try again, or choose another bank.`
    case 'settled':
      return 'Your last payment has arrived. Thank you.'
    case 'failed':
      return failureSentence(attempt.failure ?? 'unknown', attempt.bankName)
    case 'authorizing':
    case 'processing':
    case undefined:
      return undefined
  }
}
