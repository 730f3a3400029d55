import type { InvoiceRow, PaymentAttemptRow } from '../../../db/entities/index.ts'
import type { Payment } from '../../../domain/invoice/index.ts'
import { PAY_WAIT_MS } from '../../../workflows/invoice/contract.ts'
import type { Locale } from '../../../domain/texts/locale.ts'
import { failureMessage, nothingPaid } from './failure-message.ts'

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

export interface LastPayment {
  attempt: PaymentAttemptRow | null
  hasPaid: boolean
  payment: Pick<Payment, 'undone' | 'reversed'> | 'resolved' | undefined
  merchant: string
}

export interface Notice {
  text: string
  isGood: boolean
}

export function attemptNotice(last: LastPayment, locale: Locale): Notice | undefined {
  const { attempt, hasPaid, payment, merchant } = last
  const { t } = locale
  switch (attempt?.status) {
    case 'started': {
      const values = { bank: attempt.bankName, nothing_paid: nothingPaid(locale, hasPaid) }
      return bad(t('notice.no_answer', values))
    }
    case 'settled':
      if (payment === 'resolved') return undefined
      if (attempt.failure === 'payment_amount_unreadable')
        return bad(t('notice.unclear_amount', { merchant }))
      if (!payment) return bad(t('notice.other_currency', { merchant }))
      return payment.reversed || payment.undone
        ? bad(t('notice.not_arrived', { bank: attempt.bankName }))
        : { text: t('notice.arrived'), isGood: true }
    case 'failed': {
      const { failure, bankName } = attempt
      return bad(failureMessage({ reason: failure ?? 'unknown', bank: bankName, hasPaid }, locale))
    }
    case 'authorizing':
    case 'processing':
    case undefined:
      return undefined
  }
}

export function bad(text: string): Notice {
  return { text, isGood: false }
}
