import { describe, expect, it } from 'vitest'
import { localeOf } from '../../../domain/texts/locale.ts'
import { failureMessage } from './failure-message.ts'

const REASONS = [
  'authorization_failed',
  'blocked',
  'canceled',
  'constraint_violation',
  'expired',
  'insufficient_funds',
  'internal_server_error',
  'invalid_account_details',
  'invalid_account_holder_name',
  'invalid_beneficiary_account',
  'invalid_credentials',
  'invalid_otp',
  'invalid_remitter_account',
  'invalid_request',
  'invalid_sort_code',
  'not_authorized',
  'payment_limit_exceeded',
  'provider_error',
  'provider_expired',
  'provider_rejected',
  'rejected',
  'scheme_unavailable',
  'superseded',
  'unknown',
  'user_canceled_at_provider',
  'verification_declined',
  'bank_flow_unclear',
  'bank_needs_account',
  'bank_needs_app',
  'bank_needs_form',
  'bank_needs_retry',
  'bank_needs_scheme',
  'bank_needs_something_else',
  'bank_not_offered',
  'forbidden',
]

function messageFor(reason: string): string {
  return failureMessage({ reason, bank: 'Pebble', hasPaid: false }, localeOf())
}

describe('the message about a failed payment', () => {
  it.each(REASONS)('states the place of the money and the next step in plain words: %s', (reason) => {
    const message = messageFor(reason)
    expect(message).toMatch(/Nothing has been paid\.|the invoice is still to be paid\./)
    expect(message).toMatch(/try again|choose another bank/)
    expect(message).not.toMatch(/_|provider|authoris|fail|error|scheme/i)
  })

  it.each(REASONS.filter((reason) => reason.startsWith('bank_')))(
    'advises the payer to choose another bank when this one cannot be used: %s',
    (reason) => {
      const message = messageFor(reason)
      expect(message).toContain('Pebble')
      expect(message).toMatch(/Please choose another bank\.$/)
      expect(message).not.toContain('try again')
    },
  )

  it('avoids the message that nothing was paid when the bank had sent the money', () => {
    expect(messageFor('verification_declined')).not.toContain('Nothing has been paid')
  })

  it('gives an unknown reason the general message', () => {
    expect(messageFor('added_next_year')).toBe(messageFor('unknown'))
  })
})
