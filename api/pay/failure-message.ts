/** The message for an unknown code must be true for every failure. */
export function failureMessage(reason: string, bank: string): string {
  switch (reason.startsWith('sent_') ? 'verification_declined' : reason) {
    case 'insufficient_funds':
      return 'There was not enough money in the account. Nothing has been paid. You can try again, also from another account.'
    case 'payment_limit_exceeded':
      return `The amount is above your limit at ${bank}. Nothing has been paid. You can raise the limit in your banking app and try again, or choose another bank.`
    case 'provider_error':
    case 'scheme_unavailable':
    case 'internal_server_error':
    case 'initiation_failed':
      return `${bank} is not available at the moment. Nothing has been paid. Please try again in a few minutes, or choose another bank.`
    case 'expired':
    case 'provider_expired':
      return 'The payment was not approved in time. Nothing has been paid. You can try again.'
    case 'canceled':
    case 'superseded':
      return 'The payment was stopped before it was approved. Nothing has been paid. You can try again.'
    case 'authorization_failed':
    case 'invalid_credentials':
    case 'invalid_otp':
      return `${bank} could not make sure that it was you. Nothing has been paid. You can try again.`
    case 'rejected':
    case 'declined':
    case 'user_canceled_at_provider':
    case 'not_authorized':
      return 'The payment was not approved. Nothing has been paid. You can try again.'
    case 'provider_rejected':
    case 'blocked':
    case 'invalid_remitter_account':
      return `${bank} did not allow the payment. Nothing has been paid. Please ask them why, or choose another bank.`
    case 'bank_needs_form':
    case 'bank_needs_scheme':
    case 'bank_needs_account':
      return `${bank} asks for more than can be entered here. Nothing has been paid. Please choose another bank.`
    case 'bank_needs_app':
    case 'bank_needs_retry':
    case 'bank_needs_something_else':
    case 'bank_not_offered':
    case 'bank_flow_unclear':
    case 'forbidden':
      return `A payment from ${bank} cannot be approved from here. Nothing has been paid. Please choose another bank.`
    // Money may already have left the payer's account.
    case 'verification_declined':
      return 'The payment could not be accepted, and the invoice is still to be paid. Money that has left your account comes back to it. You can try again, from an account in your own name.'
    default:
      return 'The payment did not succeed, and the invoice is still to be paid. You can try again, or choose another bank.'
  }
}
