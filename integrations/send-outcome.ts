import type { DeliveryFailure } from '../domain/invoice/index.ts'

/** A message provider's answer. The outcome `refused` is permanent. */
export type SendOutcome =
  | { outcome: 'accepted'; providerMessageId: string }
  | { outcome: 'refused'; reason: DeliveryFailure }

/**
 * An error that proves that the provider did not accept the message. A retry is safe. After any other error
 * of a sending the outcome is unknown.
 */
export class MessageNotTakenError extends Error {
  override name = 'MessageNotTakenError'
}
