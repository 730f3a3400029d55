import type { SendOutcome } from '../send-outcome.ts'

export interface Letter {
  /** Ours; travels as metadata, so that a letter whose answer was lost can be found. */
  messageId: string
  fromName: string
  replyTo: string
  to: { name: string; email: string }
  subject: string
  text: string
  html: string
  attachment?: { name: string; contentType: string; bytes: Uint8Array }
}

/** A mail provider. */
export interface Mailer {
  /**
   * @throws MessageNotTakenError when the provider certainly did not take it: send again
   * @throws any other error when that is not known: look with `find` before sending again
   */
  send(letter: Letter): Promise<SendOutcome>
  /** The provider's id of a letter with this messageId, if it has one. Providers index with a delay. */
  find(messageId: string): Promise<string | undefined>
}
