import { createHash } from 'node:crypto'
import * as v from 'valibot'
import {
  endSuppressions,
  lastReopeningByMerchant,
  latestMessagesTo,
  lockSuppressions,
} from '../db/notifications/suppressed-addresses.ts'
import { byProvider } from '../domain/invoice/index.ts'
import type { Mode } from '../domain/shared/mode.ts'
import { type DeliveryReport, reportDelivery } from './delivery-event.ts'
import type { InboundOutcome, InboundDeps } from './deps.ts'
import { meaningOf } from './postmark-bounces.ts'
import { shortText } from './short-text.ts'

/**
 * The fields are from Postmark's webhooks.
 *
 * @see https://postmarkapp.com/developer/webhooks/webhooks-overview
 */
const Event = v.object({
  RecordType: shortText,
  MessageID: v.nullish(shortText),
  ID: v.nullish(v.union([shortText, v.number()])),
  Type: v.nullish(v.string()),
  Inactive: v.nullish(v.boolean()),
  Metadata: v.nullish(v.record(v.string(), v.string())),
  Recipient: v.nullish(v.string()),
  SuppressSending: v.nullish(v.boolean()),
  SuppressionReason: v.nullish(v.string()),
})

const ESCAPED_NUL = /\0|(?<!\\)(?:\\\\)*\\u0000/

type PostmarkEvent = v.InferOutput<typeof Event>

export function parsePostmarkEvent(body: string): PostmarkEvent | undefined {
  // Text in PostgreSQL cannot contain NUL: https://www.postgresql.org/docs/current/datatype-character.html
  if (ESCAPED_NUL.test(body)) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Event), body)
  return parsed.success ? parsed.output : undefined
}

/** Adds a hash of the body where Postmark's ids do not identify the event. */
export function postmarkEventId({ RecordType, MessageID, ID }: PostmarkEvent, body: string): string {
  const ids = [RecordType, MessageID, ID].filter(Boolean)
  const isNamed = RecordType !== 'SubscriptionChange' && ids.length > 1
  return [...ids, ...(isNamed ? [] : [createHash('sha256').update(body).digest('hex').slice(0, 32)])].join(
    ':',
  )
}

/** @throws TemporalUnavailableError */
export async function reportPostmarkEvent(
  deps: InboundDeps,
  mode: Mode,
  event: PostmarkEvent,
  eventId: string,
): Promise<InboundOutcome> {
  const id = `postmark:${eventId}`
  if (event.RecordType === 'SubscriptionChange' && event.SuppressSending === false) {
    return reopenForAll(deps, mode, event.Recipient ?? '', id)
  }
  const messageId = event.Metadata?.['message_id']
  const result = resultOf(event)
  if (result === 'ignored') return 'ignored'
  if (event.RecordType === 'SubscriptionChange' && !messageId) {
    return suppressForAll(deps, mode, event.Recipient ?? '', result, id)
  }
  return reportDelivery(deps, mode, { messageId, result, eventId: id })
}

async function reopenForAll(
  { em }: InboundDeps,
  mode: Mode,
  address: string,
  eventId: string,
): Promise<InboundOutcome> {
  // The sweep reports it to the invoices.
  const reopened = await em.transactional(async (tx) => {
    const suppressions = await lockSuppressions(tx, address, { mode })
    const handledAtMs = await lastReopeningByMerchant(tx, mode, address)
    const ended = suppressions.filter(
      ({ channel, createdAtMs }) => channel === 'email' && createdAtMs > handledAtMs,
    )
    return endSuppressions(tx, ended, byProvider('postmark', eventId))
  })
  return reopened.length > 0 ? 'signalled' : 'nothing_new'
}

async function suppressForAll(
  deps: InboundDeps,
  mode: Mode,
  address: string,
  result: DeliveryReport['result'],
  eventId: string,
): Promise<InboundOutcome> {
  const messageIds = await latestMessagesTo(deps.em, mode, address)
  for (const messageId of messageIds) {
    await reportDelivery(deps, mode, { messageId, result, hasArrived: true, eventId })
  }
  return messageIds.length > 0 ? 'signalled' : 'ignored'
}

function resultOf(event: PostmarkEvent): DeliveryReport['result'] | 'ignored' {
  switch (event.RecordType) {
    case 'Delivery':
      return 'delivered'
    case 'SpamComplaint':
      return meaningOf('SpamComplaint', event.Inactive === true)
    case 'Bounce':
      return meaningOf(event.Type ?? '', event.Inactive === true)
    case 'SubscriptionChange':
      return event.SuppressionReason === 'ManualSuppression' ? 'opted_out' : 'ignored'
    default:
      return 'ignored'
  }
}
