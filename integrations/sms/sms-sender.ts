import type { SendOutcome } from '../send-outcome.ts'

export interface TextMessage {
  /** Ours; comes back with every report on the message. */
  messageId: string
  /** E.164, `+447700900123`. */
  to: string
  body: string
}

/** A provider of text messages. */
export interface SmsSender {
  /**
   * @throws MessageNotTakenError when the provider certainly did not take it
   * @throws any other error when that is not known: look with `find` before sending again
   */
  send(text: TextMessage): Promise<SendOutcome>
  /** The provider's id of this very text to this number, if it was sent within the last day. */
  find(text: TextMessage): Promise<string | undefined>
}
