import type { SendOutcome } from '../send-outcome.ts'

export interface Email {
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
  send(letter: Email): Promise<SendOutcome>
  /** The provider's id of a letter with this messageId, if it has one. Providers index with a delay. */
  find(messageId: string): Promise<string | undefined>
  /**
   * Sends many at once, at most {@link BATCH_LETTERS}; each has an outcome of its own, by its messageId.
   *
   * @param batchId travels as metadata with each, so that all of them can be found together
   * @throws MessageNotTakenError when the provider took none of them; other errors as with `send`
   */
  sendBatch(letters: readonly Email[], batchId: string): Promise<Map<string, BatchOutcome>>
  /** The provider's ids of the letters it has of this batch, by our messageIds. */
  findBatch(batchId: string): Promise<Map<string, string>>
}

/** `not_taken`: neither sent nor refused for good: it may be sent again. */
export type BatchOutcome = SendOutcome | { outcome: 'not_taken' }

/** Postmark's limit. https://postmarkapp.com/developer/user-guide/send-email-with-api/batch-emails */
export const BATCH_LETTERS = 500
