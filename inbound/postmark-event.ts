import * as v from 'valibot'
import { type DeliveryReport, reportDelivery } from './delivery-event.ts'
import type { InboundOutcome, InboundDeps } from './deps.ts'
import { shortText } from './short-text.ts'

/**
 * The fields of Postmark's webhooks that the code reads.
 *
 * @see https://postmarkapp.com/developer/webhooks/webhooks-overview
 */
const Event = v.object({
  RecordType: shortText,
  MessageID: v.optional(shortText),
  ID: v.optional(v.union([shortText, v.number()])),
  Type: v.optional(v.string()),
  DeliveredAt: v.optional(v.string()),
  Metadata: v.optional(v.record(v.string(), v.string())),
})

/** Finds a NUL in JSON. After an escaped backslash, the characters `u0000` are plain text. */
const ESCAPED_NUL = /\0|(?<!\\)(?:\\\\)*\\u0000/

type PostmarkEvent = v.InferOutput<typeof Event>

/**
 * Parses the body of a webhook.
 *
 * @returns undefined for a body that does not match the schema
 */
export function parsePostmarkEvent(body: string): PostmarkEvent | undefined {
  // PostgreSQL stores no NUL: https://www.postgresql.org/docs/current/datatype-character.html
  if (ESCAPED_NUL.test(body)) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Event), body)
  return parsed.success ? parsed.output : undefined
}

/** @throws TemporalUnavailableError; nothing was reported, and a retry is safe */
export async function reportPostmarkEvent(
  deps: InboundDeps,
  event: PostmarkEvent,
  eventId: string,
): Promise<InboundOutcome> {
  const messageId = event.Metadata?.['message_id']
  const result = resultOf(event)
  return result ? reportDelivery(deps, { messageId, result, eventId: `postmark:${eventId}` }) : 'ignored'
}

/**
 * Bounces after which Postmark stops sending to the address.
 *
 * @see https://postmarkapp.com/developer/api/bounce-api#bounce-types
 */
const FINAL_BOUNCES = new Set([
  'HardBounce',
  'BadEmailAddress',
  'ManuallyDeactivated',
  'Blocked',
  'SpamNotification',
])

function resultOf(event: PostmarkEvent): DeliveryReport['result'] | undefined {
  if (event.RecordType === 'Delivery') return 'delivered'
  if (event.RecordType === 'SpamComplaint') return 'complained'
  if (event.RecordType !== 'Bounce' || event.Type === undefined) return undefined
  return FINAL_BOUNCES.has(event.Type) ? 'bounced' : 'delayed'
}
