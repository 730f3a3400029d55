import * as v from 'valibot'
import type { Mode } from '../domain/shared/mode.ts'
import { meaningOfTwilioCode } from '../integrations/sms/twilio-errors.ts'
import { reportDelivery } from './delivery-event.ts'
import { shortText } from './short-text.ts'
import type { InboundOutcome, InboundDeps } from './deps.ts'

/**
 * Twilio defines `MessageSid`, `MessageStatus` and `ErrorCode`.
 *
 * @see https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
const Event = v.object({
  messageId: shortText,
  MessageSid: shortText,
  MessageStatus: shortText,
  ErrorCode: v.optional(shortText),
})

type TwilioEvent = v.InferOutput<typeof Event>

/** @param body the webhook's form fields as JSON text */
export function parseTwilioEvent(body: string): TwilioEvent | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Event), body)
  return parsed.success ? parsed.output : undefined
}

/** @throws TemporalUnavailableError */
export async function reportTwilioEvent(
  deps: InboundDeps,
  mode: Mode,
  { messageId, MessageSid, MessageStatus, ErrorCode }: TwilioEvent,
): Promise<InboundOutcome> {
  const eventId = `twilio:${MessageSid}:${MessageStatus}`
  if (MessageStatus === 'delivered') {
    return reportDelivery(deps, mode, { messageId, result: 'delivered', eventId })
  }
  if (MessageStatus !== 'undelivered' && MessageStatus !== 'failed') return 'ignored'
  const result = meaningOfTwilioCode(Number(ErrorCode)) ?? 'undeliverable'
  if (result === 'not_sent') deps.log.error({ messageId, mode, code: ErrorCode }, 'sms.not_sent')
  return reportDelivery(deps, mode, { messageId, result, eventId })
}
