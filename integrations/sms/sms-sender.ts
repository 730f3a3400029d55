import type { SendOutcome } from '../send-outcome.ts'

export interface TextMessage {
  /** Our own id. The provider returns it with each delivery report. */
  messageId: string
  /** E.164, `+447700900123`. */
  to: string
  body: string
}

/** A provider of text messages. */
export interface SmsSender {
  /**
   * @throws MessageNotTakenError if the provider did not accept it
   * @throws any other error if the outcome is unknown: call `find` before a retry
   */
  send(text: TextMessage): Promise<SendOutcome>
  /** Finds the provider's id of this text to this number, sent within the last day. */
  find(text: TextMessage): Promise<string | undefined>
}
