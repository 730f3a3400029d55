import type { SendOutcome } from '../send-outcome.ts'

export interface TextMessage {
  /** Duewell's id of the message, a part of the address for delivery reports. */
  messageId: string
  /** The recipient's number in E.164, such as `+447700900123`. */
  to: string
  body: string
}

export interface SmsSender {
  /**
   * @throws MessageNotTakenError if the provider did not accept the text
   * @throws any other error if the outcome is unknown; `find` must precede a retry
   */
  send(text: TextMessage): Promise<SendOutcome>
  /** Finds the provider's id of an equal text to the number in the last day. */
  find(text: TextMessage): Promise<string | undefined>
}
