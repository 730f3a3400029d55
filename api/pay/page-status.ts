import type { InvoiceRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import type { Payment } from '../../domain/invoice/index.ts'
import { failureMessage } from './failure-message.ts'

/**
 * `waiting`: the payer has to approve at the bank. `processing`: the money is in transit. `failed`: the last
 * attempt failed.
 */
export type PageStatus = 'open' | 'waiting' | 'processing' | 'paid' | 'failed'

export function pageStatusOf(invoice: InvoiceRow, attempt: PaymentAttemptRow | null): PageStatus {
  if (invoice.status === 'paid') return 'paid'
  switch (attempt?.status) {
    case undefined:
    case 'started':
      return 'open'
    case 'authorizing':
      return 'waiting'
    case 'processing':
      return 'processing'
    // A settled attempt without a paid invoice paid a deposit. The rest is still due.
    case 'settled':
      return 'open'
    case 'failed':
      return 'failed'
  }
}

/**
 * Writes a message about the payer's last attempt while an amount is due.
 *
 * @param hasPaid true if money has arrived for the invoice or may arrive
 * @param payment the last attempt's payment, if settled in the invoice's currency with a readable amount
 * @param merchant the merchant's name
 */
export function attemptNotice(
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
      if (attempt.failure === 'payment_amount_unreadable') {
        return `Your bank has sent money, but the amount is not clear yet, so the invoice is not paid with it. ${merchant} has been notified, and will be in touch with you. Please do not pay again before that.`
      }
      if (!payment) {
        return `Your last payment came in another currency than this invoice is in, so the invoice is not paid with it. ${merchant} has been notified, and will be in touch with you. Please do not pay again before that.`
      }
      return payment.reversed || payment.undone
        ? `Your last payment did not arrive after all, says the bank. Please look at your account at ${attempt.bankName} before you pay again.`
        : 'Your last payment has arrived. Thank you.'
    case 'failed':
      return withoutNothingPaid(failureMessage(attempt.failure ?? 'unknown', attempt.bankName), hasPaid)
    case 'authorizing':
    case 'processing':
    case undefined:
      return undefined
  }
}

/** Changes "Nothing has been paid." if money has arrived or may arrive. */
export function withoutNothingPaid(message: string, hasPaid: boolean): string {
  return hasPaid ? message.replace('Nothing has been paid.', 'Nothing was paid this time.') : message
}
