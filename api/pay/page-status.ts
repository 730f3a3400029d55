import type { InvoiceRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import type { Payment } from '../../domain/invoice/index.ts'
import { failureSentence } from './failure-message.ts'

/** What a payer's page shows: nothing begun, at the bank, money on its way, paid, or a try that failed. */
export type PaymentState = 'open' | 'waiting' | 'processing' | 'paid' | 'failed'

export function stateOf(invoice: InvoiceRow, attempt: PaymentAttemptRow | null): PaymentState {
  if (invoice.status === 'paid') return 'paid'
  switch (attempt?.status) {
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

/**
 * A sentence for a payer about their last try, where the page still asks for something.
 *
 * @param hasPaid something has come for the invoice, or may be on its way
 * @param payment the money that the last try brought, if it did, in the invoice's currency
 * @param merchant the name of whom it is to be paid to
 */
export function noticeOf(
  attempt: PaymentAttemptRow | null,
  hasPaid: boolean,
  payment: Pick<Payment, 'undone' | 'reversed'> | undefined,
  merchant: string,
): string | undefined {
  switch (attempt?.status) {
    case 'started':
      return withoutNothingPaid(
        `${attempt.bankName} has not answered yet. Nothing has been paid. Please try again, or choose another bank.`,
        hasPaid,
      )
    case 'settled':
      if (!payment) {
        return `Your last payment came in another currency than this invoice is in, so the invoice is not paid with it. ${merchant} has been told, and will be in touch with you. Please do not pay again before that.`
      }
      return payment.reversed || payment.undone
        ? `Your last payment did not arrive after all, says the bank. Please look at your account at ${attempt.bankName} before you pay again.`
        : 'Your last payment has arrived. Thank you.'
    case 'failed':
      return withoutNothingPaid(failureSentence(attempt.failure ?? 'unknown', attempt.bankName), hasPaid)
    case 'authorizing':
    case 'processing':
    case undefined:
      return undefined
  }
}

/** The same sentence, where it would not be true that nothing has been paid: something was, or may be on its way. */
export function withoutNothingPaid(sentence: string, hasPaid: boolean): string {
  return hasPaid ? sentence.replace('Nothing has been paid.', 'Nothing was paid this time.') : sentence
}
