import type { SendOutcome } from '../send-outcome.ts'

export interface TextMessage {
  /** The address for delivery reports contains our id. */
  messageId: string
  /**
   * The number is in E.164, such as `+447700900123`.
   *
   * @see https://www.itu.int/rec/T-REC-E.164
   */
  to: string
  body: string
}

export interface SmsSender {
  /**
   * @throws MessageNotTakenError if the provider did not accept the text
   * @throws any other error if the outcome is unknown; `find` must precede a retry
   */
  send(text: TextMessage): Promise<SendOutcome>
  /** Searches at most 50 texts of the last day for number and body. */
  find(text: TextMessage): Promise<string | undefined>
}
