import type { InvoiceRow, PaymentAttemptRow } from '../../db/entities/index.ts'

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
  if (attempt?.state === 'started')
    return 'Your bank has not answered yet. Nothing has been paid. Please try again.'
  if (attempt?.state === 'settled') return 'Your last payment has arrived. Thank you.'
  if (attempt?.state !== 'failed') return undefined
  if (attempt.failure === 'insufficient_funds') {
    return 'There was not enough money in the account. Nothing has been paid. You can try again.'
  }
  return 'The payment was not approved. Nothing has been paid. You can try again.'
}
