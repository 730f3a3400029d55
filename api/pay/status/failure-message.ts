import type { Locale } from '../../../domain/texts/locale.ts'

export interface FailedPayment {
  reason: string
  bank: string
  /** Another payment may have brought money. */
  hasPaid: boolean
}

/** The message for an unknown code must be true for every failure. */
export function failureMessage({ reason, bank, hasPaid }: FailedPayment, locale: Locale): string {
  const { t } = locale
  const values = { bank, nothing_paid: nothingPaid(locale, hasPaid) }
  switch (reason.startsWith('sent_') ? 'verification_declined' : reason) {
    case 'insufficient_funds':
      return t('failure.insufficient_funds', values)
    case 'payment_limit_exceeded':
      return t('failure.limit', values)
    case 'provider_error':
    case 'scheme_unavailable':
    case 'internal_server_error':
    case 'initiation_failed':
      return t('failure.unavailable', values)
    case 'expired':
    case 'provider_expired':
      return t('failure.too_late', values)
    case 'canceled':
    case 'superseded':
      return t('failure.stopped', values)
    case 'authorization_failed':
    case 'invalid_credentials':
    case 'invalid_otp':
      return t('failure.identity', values)
    case 'rejected':
    case 'declined':
    case 'user_canceled_at_provider':
    case 'not_authorized':
      return t('failure.not_approved', values)
    case 'provider_rejected':
    case 'blocked':
    case 'invalid_remitter_account':
      return t('failure.not_allowed', values)
    case 'bank_needs_form':
    case 'bank_needs_scheme':
    case 'bank_needs_account':
      return t('failure.more_asked', values)
    case 'bank_needs_app':
    case 'bank_needs_retry':
    case 'bank_needs_something_else':
    case 'bank_not_offered':
    case 'bank_flow_unclear':
    case 'forbidden':
    case 'invalid_parameters':
      return t('failure.not_from_here', values)
    // Money may already have left the payer's account.
    case 'verification_declined':
      return t('failure.returned')
    default:
      return t('failure.other')
  }
}

export function nothingPaid({ t }: Locale, hasPaid: boolean): string {
  return t(hasPaid ? 'failure.nothing_paid_this_time' : 'failure.nothing_paid')
}
