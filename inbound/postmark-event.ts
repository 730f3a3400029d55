import * as v from 'valibot'
import { hasControls } from '../domain/invoice/limits.ts'
import { type DeliveryReport, reportDelivery } from './delivery-event.ts'
import type { InboundOutcome, InboundDeps } from './deps.ts'

/** A short text without control characters, some of which PostgreSQL refuses. */
const shortText = v.pipe(
  v.string(),
  v.maxLength(200),
  v.check((text) => !hasControls(text)),
)

/** https://postmarkapp.com/developer/webhooks/webhooks-overview */
const Event = v.object({
  RecordType: shortText,
  MessageID: v.optional(shortText),
  ID: v.optional(v.union([shortText, v.number()])),
  Type: v.optional(v.string()),
  DeliveredAt: v.optional(v.string()),
  Metadata: v.optional(v.record(v.string(), v.string())),
})

type PostmarkEvent = v.InferOutput<typeof Event>

export function parsePostmarkEvent(body: string): PostmarkEvent | undefined {
  // PostgreSQL refuses NUL characters, and Postmark sends none.
  if (/\0|\\u0000/.test(body)) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Event), body)
  return parsed.success ? parsed.output : undefined
}

/** @throws TemporalUnavailableError: nothing was reported; retry later */
export async function reportPostmarkEvent(
  deps: InboundDeps,
  event: PostmarkEvent,
  eventId: string,
): Promise<InboundOutcome> {
  const messageId = event.Metadata?.['message_id']
  const result = resultOf(event)
  return result ? reportDelivery(deps, { messageId, result, eventId: `postmark:${eventId}` }) : 'ignored'
}

/** Bounces after which Postmark gives up on the address: https://postmarkapp.com/developer/api/bounce-api#bounce-types */
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
