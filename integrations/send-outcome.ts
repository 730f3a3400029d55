import type { DeliveryFailure } from '../domain/invoice/index.ts'

/** The outcome `refused` is permanent. */
export type SendOutcome =
  | { outcome: 'accepted'; providerMessageId: string }
  | { outcome: 'refused'; reason: DeliveryFailure }

/**
 * The provider did not accept the message, so a retry is safe. After any other error of a sending the outcome
 * is unknown.
 */
export class MessageNotTakenError extends Error {
  override name = 'MessageNotTakenError'
}
