import type { SendOutcome } from '../send-outcome.ts'

export interface TextMessage {
  /** The id in Duewell, which the provider returns with each delivery report. */
  messageId: string
  /** E.164, `+447700900123`. */
  to: string
  body: string
}

export interface SmsSender {
  /**
   * @throws MessageNotTakenError if the provider did not accept the text
   * @throws any other error if the outcome is unknown; `find` must precede a retry
   */
  send(text: TextMessage): Promise<SendOutcome>
  /** Finds the provider's id of the text to the number, sent within the last day. */
  find(text: TextMessage): Promise<string | undefined>
}
