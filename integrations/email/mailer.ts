import type { DeliveryFailure } from '../../domain/invoice/index.ts'

export interface Letter {
  /** Ours; travels as metadata, so that a letter whose answer was lost can be found. */
  messageId: string
  fromName: string
  replyTo: string
  to: { name: string; email: string }
  subject: string
  text: string
  html: string
  attachment: { name: string; contentType: string; bytes: Uint8Array }
}

export type SendOutcome =
  | { outcome: 'accepted'; providerMessageId: string }
  | { outcome: 'refused'; reason: DeliveryFailure }

/** A mail provider. */
export interface Mailer {
  /**
   * @throws LetterNotTakenError when the provider certainly did not take it: send again
   * @throws any other error when that is not known: look with `find` before sending again
   */
  send(letter: Letter): Promise<SendOutcome>
  /** The provider's id of a letter with this messageId, if it has one. Providers index with a delay. */
  find(messageId: string): Promise<string | undefined>
}

export class LetterNotTakenError extends Error {
  override name = 'LetterNotTakenError'
}
