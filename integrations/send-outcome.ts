import type { DeliveryFailure } from '../domain/invoice/index.ts'

/** What a provider of messages says to one: taken, with the provider's own id, or refused for good. */
export type SendOutcome =
  | { outcome: 'accepted'; providerMessageId: string }
  | { outcome: 'refused'; reason: DeliveryFailure }

/** The provider certainly did not take the message: send it again. Any other error leaves that open. */
export class MessageNotTakenError extends Error {
  override name = 'MessageNotTakenError'
}
