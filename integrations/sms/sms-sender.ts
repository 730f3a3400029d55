import type { SendOutcome } from '../send-outcome.ts'

export interface TextMessage {
  messageId: string
  /**
   * E.164 number, such as `+447700900123`.
   *
   * @see https://www.itu.int/rec/T-REC-E.164
   */
  to: string
  body: string
}

interface SentText extends Pick<TextMessage, 'to'> {
  /** The hash is that of `textHashOf` for the body. */
  textHash: string
  attemptedAt: Date
}

export interface SmsSender {
  /**
   * A retry must follow a call of `find`, except after a MessageNotTakenError.
   *
   * @throws MessageNotTakenError if the provider did not accept the text
   */
  send(text: TextMessage): Promise<SendOutcome>
  /**
   * Returns the ids of all texts of this number and hash. An empty list does not prove that the text was not sent.
   */
  find(sent: SentText): Promise<string[]>
}
