import { describe, expect, it } from 'vitest'
import { failureSentence } from './failure-message.ts'

/** Every reason that TrueLayer gives for a failed payment, and those of our own. */
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

describe('the sentence about a payment that failed', () => {
  it.each(REASONS)('says without jargon what is with the money and what to do now: %s', (reason) => {
    const sentence = failureSentence(reason, 'Pebble')
    expect(sentence).toMatch(/Nothing has been paid\.|the invoice is still to be paid\./)
    expect(sentence).toMatch(/try again|choose another bank/)
    expect(sentence).not.toMatch(/_|provider|authoris|fail|error|scheme/i)
  })

  it.each(REASONS.filter((reason) => reason.startsWith('bank_')))(
    'does not send back to a bank that cannot be paid from: %s',
    (reason) => {
      const sentence = failureSentence(reason, 'Pebble')
      expect(sentence).toContain('Pebble')
      expect(sentence).toMatch(/Please choose another bank\.$/)
      expect(sentence).not.toContain('try again')
    },
  )

  it('does not say that nothing was paid when the bank had sent the money', () => {
    expect(failureSentence('verification_declined', 'Pebble')).not.toContain('Nothing has been paid')
  })

  it('is the same careful one for a reason that nobody knows', () => {
    expect(failureSentence('added_next_year', 'Pebble')).toBe(failureSentence('unknown', 'Pebble'))
  })
})
