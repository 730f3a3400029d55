import type { FailureCode } from '../../../domain/recurring/index.ts'
import { duewellEmail, type EmailContent } from './parts/layout.ts'

export interface FailedOccurrenceFacts {
  merchant: string
  customer: string | undefined
  recurringId: string
  occurrence: number
  code: FailureCode
}

export function occurrenceFailedEmail(facts: FailedOccurrenceFacts): EmailContent {
  const { merchant, customer = 'your customer', recurringId, occurrence, code } = facts
  const lines = [
    `invoice ${occurrence} of your recurring invoice for ${customer} (${recurringId}) could not be issued: ${REASONS[code]}.`,
    'The customer has not been asked for anything. Put it right, and have the invoice issued with a retry. Later ones are tried at their time.',
  ]
  return duewellEmail({
    subject: `Recurring invoice for ${customer}: one could not be issued`,
    heading: 'A recurring invoice could not be issued',
    to: merchant,
    lines,
  })
}

const REASONS: Record<FailureCode, string> = {
  merchant_cannot_issue:
    'your account may not send live invoices at the moment. It is tried again by itself as soon as it may',
  template_missing: 'what it is made of has been erased',
  text_too_long: 'with the period filled in, a text is too long',
  channel_not_configured: 'text messages are not set up any more',
  no_payout_account: 'its currency has no payout account any more',
}
