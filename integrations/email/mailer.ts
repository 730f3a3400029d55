import type { SendOutcome } from '../send-outcome.ts'

export interface Email {
  /** The id in Duewell. The provider stores the id as metadata, so that `find` works after a lost answer. */
  messageId: string
  fromName: string
  replyTo: string
  to: { name: string; email: string }
  subject: string
  text: string
  html: string
  attachment?: { name: string; contentType: string; bytes: Uint8Array }
}

export interface Mailer {
  /**
   * @throws MessageNotTakenError if the provider did not accept the e-mail; a retry is safe
   * @throws any other error if the outcome is unknown; `find` must precede a retry
   */
  send(email: Email): Promise<SendOutcome>
  /** Finds the provider's id of an e-mail. A provider's index can be late, so undefined proves nothing. */
  find(messageId: string): Promise<string | undefined>
  /**
   * Sends at most {@link MAX_BATCH_EMAILS} e-mails, and returns the outcomes by messageId.
   *
   * @param batchId metadata of each e-mail, for `findBatch`
   * @throws MessageNotTakenError if the provider accepted no e-mail; other errors as with `send`
   */
  sendBatch(emails: readonly Email[], batchId: string): Promise<Map<string, BatchOutcome>>
  /** Finds the provider's ids of a batch's accepted e-mails, by messageId. */
  findBatch(batchId: string): Promise<Map<string, string>>
  /**
   * Ends the provider's own suppression of an address, which can take a minute there.
   *
   * @returns `refused` if the provider keeps the suppression, as after a complaint
   * @throws MailerUnavailableError
   */
  reopen(address: string): Promise<'reopened' | 'refused'>
}

/** `not_taken` is neither accepted nor permanently refused; a retry is safe. */
export type BatchOutcome = SendOutcome | { outcome: 'not_taken' }

/**
 * The most e-mails of one batch.
 *
 * @see https://postmarkapp.com/developer/user-guide/send-email-with-api/batch-emails
 */
export const MAX_BATCH_EMAILS = 500

/** The provider did not answer, or is temporarily unavailable. */
export class MailerUnavailableError extends Error {
  override name = 'MailerUnavailableError'
}
