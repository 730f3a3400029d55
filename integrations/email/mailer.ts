import type { SendOutcome } from '../send-outcome.ts'

export interface Email {
  messageId: string
  fromName: string
  replyTo: string
  to: { name: string; email: string }
  subject: string
  text: string
  html: string
  attachments?: EmailAttachment[]
}

export interface EmailAttachment {
  name: string
  contentType: string
  bytes: Uint8Array
}

export interface Mailer {
  /**
   * A retry must follow a call of `find`, except after a MessageNotTakenError.
   *
   * @throws MessageNotTakenError if the provider did not accept the e-mail
   */
  send(email: Email): Promise<SendOutcome>
  /** Undefined does not prove that the e-mail was not sent. */
  find(messageId: string): Promise<string | undefined>
  /** @throws MessageNotTakenError if the provider accepted no e-mail */
  sendBatch(emails: readonly Email[], batchId: string): Promise<Map<string, BatchOutcome>>
  findBatch(batchId: string): Promise<Map<string, string>>
  /** @throws MailerUnavailableError */
  reopen(address: string): Promise<'reopened' | 'refused'>
}

/** `not_taken` means that a retry is safe. */
export type BatchOutcome = SendOutcome | { outcome: 'not_taken' }

/**
 * Postmark accepts at most 500 e-mails in one batch.
 *
 * @see https://postmarkapp.com/developer/user-guide/send-email-with-api/batch-emails
 */
export const MAX_BATCH_EMAILS = 500

/** Postmark accepts 50 MB in one batch, but the request could time out before. */
export const MAX_BATCH_BYTES = 20_000_000

export class MailerUnavailableError extends Error {
  override name = 'MailerUnavailableError'
  /** True if the provider certainly changed nothing. */
  readonly isUnchanged: boolean

  constructor(message: string, { isUnchanged, cause }: { isUnchanged: boolean; cause: unknown }) {
    super(message, { cause })
    this.isUnchanged = isUnchanged
  }
}
