import type { SendOutcome } from '../send-outcome.ts'

export interface Email {
  /** Our own id. Travels as metadata, so that `find` works after a lost answer. */
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
   * @throws MessageNotTakenError if the provider did not accept it: a retry is safe
   * @throws any other error if the outcome is unknown: call `find` before a retry
   */
  send(email: Email): Promise<SendOutcome>
  /** Finds the provider's id of an e-mail. Providers index with a delay, so undefined proves nothing. */
  find(messageId: string): Promise<string | undefined>
  /**
   * Sends at most {@link MAX_BATCH_EMAILS} e-mails, and returns their outcomes by messageId.
   *
   * @param batchId metadata of each e-mail, for `findBatch`
   * @throws MessageNotTakenError if the provider accepted none of them; other errors as with `send`
   */
  sendBatch(emails: readonly Email[], batchId: string): Promise<Map<string, BatchOutcome>>
  /** Finds the provider's ids of a batch's accepted e-mails, by our messageIds. */
  findBatch(batchId: string): Promise<Map<string, string>>
}

/** `not_taken`: neither accepted nor permanently refused; a retry is safe. */
export type BatchOutcome = SendOutcome | { outcome: 'not_taken' }

/** Postmark's limit. https://postmarkapp.com/developer/user-guide/send-email-with-api/batch-emails */
export const MAX_BATCH_EMAILS = 500
