import type { DeliveryFailure } from '../../domain/invoice/index.ts'

type Meaning = Extract<DeliveryFailure, 'opted_out' | 'invalid_recipient' | 'rejected' | 'not_sent'>

/** `not_sent` means that our account or sender is the cause, so the number stays usable. */
const MEANINGS: Readonly<Record<Meaning, readonly number[]>> = {
  opted_out: [
    21610, // The recipient has unsubscribed.
  ],
  invalid_recipient: [
    21211, // The number is invalid.
    21214, // The number cannot be reached.
    21217, // The number does not appear to be valid.
    21265, // The number is a short code.
    21266, // The number is our own.
    21614, // The number is not a mobile number.
    21635, // The number is a landline.
    30005, // The handset is unknown.
    30006, // The number is a landline, or its carrier cannot be reached.
  ],
  rejected: [
    30004, // A carrier, a handset or a local rule blocks the message.
    30007, // A carrier filters the message.
  ],
  not_sent: [
    21408, // The country is not enabled for our account.
    21608, // A trial account sends to verified numbers alone.
    21612, // Our sender does not reach this number.
    30002, // Our account is suspended.
    30010, // The price exceeds our limit.
    30024, // The carrier does not know our numeric sender.
    30032, // Our toll-free number is not verified.
    30034, // Our number is not registered for the United States.
  ],
}

const MEANING_OF = new Map(
  Object.entries(MEANINGS).flatMap(([meaning, codes]) => codes.map((code) => [code, meaning as Meaning])),
)

/**
 * Returns undefined for a code whose cause passes, affects every text, or is unknown.
 *
 * @see https://www.twilio.com/docs/api/errors
 */
export function meaningOfTwilioCode(code: number): Meaning | undefined {
  return MEANING_OF.get(code)
}
