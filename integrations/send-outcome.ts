import type { DeliveryFailure } from '../domain/invoice/index.ts'

/** A message provider's answer: accepted with the provider's id, or permanently refused. */
export type SendOutcome =
  | { outcome: 'accepted'; providerMessageId: string }
  | { outcome: 'refused'; reason: DeliveryFailure }

/** The provider did not accept the message; a retry is safe. After any other error the outcome is unknown. */
export class MessageNotTakenError extends Error {
  override name = 'MessageNotTakenError'
}
