import type { InvoiceRow, PaymentAttemptRow } from '../../db/entities/index.ts'
import type { Payment } from '../../domain/invoice/index.ts'
import { PAY_WAIT_MS } from '../../workflows/invoice/contract.ts'
import { failureMessage } from './failure-message.ts'

export type PageStatus = 'open' | 'starting' | 'waiting' | 'processing' | 'paid' | 'failed'

export function pageStatusOf(
  { status }: Pick<InvoiceRow, 'status'>,
  attempt: Pick<PaymentAttemptRow, 'status'> | null,
  isPressed: boolean,
  pendingSince: Date | null,
): PageStatus {
  if (status === 'paid') return 'paid'
  if (isPressed || isStarting(attempt, pendingSince)) return 'starting'
  switch (attempt?.status) {
    case undefined:
    case 'started':
      return 'open'
    case 'authorizing':
      return 'waiting'
    case 'processing':
      return 'processing'
    case 'settled':
      return 'open'
    case 'failed':
      return 'failed'
  }
}

/** Ignores a command older than `PAY_WAIT_MS`, which a stopped process may have left. */
function isStarting(attempt: Pick<PaymentAttemptRow, 'status'> | null, since: Date | null): boolean {
  return attempt?.status === 'started' && since !== null && Date.now() - since.getTime() < PAY_WAIT_MS
}

export function attemptNotice(
  attempt: PaymentAttemptRow | null,
  hasPaid: boolean,
  payment: Pick<Payment, 'undone' | 'reversed'> | 'resolved' | undefined,
  merchant: string,
): string | undefined {
  switch (attempt?.status) {
    case 'started':
      return withoutNothingPaid(
        `${attempt.bankName} has not answered yet. Nothing has been paid. Please try again, or choose another bank.`,
        hasPaid,
      )
    case 'settled':
      if (payment === 'resolved') return undefined
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

export function withoutNothingPaid(message: string, hasPaid: boolean): string {
  return hasPaid ? message.replace('Nothing has been paid.', 'Nothing was paid this time.') : message
}
