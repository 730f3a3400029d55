import type { DeliveryFailure } from '../domain/invoice/index.ts'

export type SendOutcome =
  | { outcome: 'accepted'; providerMessageId: string }
  | { outcome: 'refused'; reason: DeliveryFailure }

/** A retry is safe, because the provider accepted none of the unfinished messages. */
export class MessageNotTakenError extends Error {
  override name = 'MessageNotTakenError'
}

/** Some messages could not be made. All others are finished. */
export class MessageNotMadeError extends MessageNotTakenError {
  override name = 'MessageNotMadeError'
}

/** An attempt may have sent the message. A later one looks it up. */
export class SendOutcomeUnknownError extends Error {
  override name = 'SendOutcomeUnknownError'
}
