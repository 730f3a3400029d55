import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import { type DeliveredMail, noteDelivered } from '../../db/notifications/record-delivered.ts'
import { createBatcher } from './batcher.ts'
import { hasControls } from '../../domain/invoice/limits.ts'
import type { ApiDeps } from '../deps.ts'
import { limitBody } from '../http/body-limit.ts'
import { Problem } from '../http/problem.ts'
import { type DeliveryReport, reportDelivery } from './delivery-event.ts'
import { processOnce } from './process-webhook.ts'

/** Of the provider's own words. What PostgreSQL would not take is none of them. */
const word = v.pipe(
  v.string(),
  v.maxLength(200),
  v.check((text) => !hasControls(text)),
)

const Body = v.object({
  RecordType: word,
  MessageID: v.optional(word),
  ID: v.optional(v.union([word, v.number()])),
  Type: v.optional(v.string()),
  DeliveredAt: v.optional(v.string()),
  Metadata: v.optional(v.record(v.string(), v.string())),
})

export type PostmarkEvent = v.InferOutput<typeof Body>

/** Postmark does not sign its webhooks; they prove themselves by the password in their address. */
export function postmarkWebhook(deps: ApiDeps): Hono {
  const { em, metrics } = deps
  // After an import these come by the hundred: noted together, they keep nobody waiting.
  const delivered = createBatcher<DeliveredMail>(
    async (mails) => {
      for (const outcome of await noteDelivered(em, mails)) {
        metrics.countWebhook('postmark', outcome === 'noted' ? 'handled' : outcome)
      }
    },
    { maxItems: 200, waitMs: 100 },
  )
  return new Hono().post('/', limitBody(256 * 1024), async (c) => {
    if (!isGenuine(c.req.header('authorization'), deps.postmarkWebhook)) {
      metrics.countWebhook('postmark', 'forged')
      throw new Problem('forged_webhook')
    }
    const body = await c.req.text()
    const event = parsePostmarkEvent(body)
    if (!event) throw new Problem('invalid_json', 'not an event of Postmark')
    const eventId = [event.RecordType, event.MessageID, event.ID].filter(Boolean).join(':')
    const messageId = event.Metadata?.['message_id']
    if (event.RecordType === 'Delivery' && messageId) {
      await delivered({ messageId, eventId, body })
      return c.json({ received: true })
    }
    await processOnce(deps, { source: 'postmark', eventId, body }, () => reportMail(deps, event, eventId))
    return c.json({ received: true })
  })
}

export function parsePostmarkEvent(body: string): PostmarkEvent | undefined {
  // PostgreSQL takes no NUL, and Postmark sends none.
  if (/\0|\\u0000/.test(body)) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Body), body)
  return parsed.success ? parsed.output : undefined
}

/** Bounces after which Postmark gives up on the address: https://postmarkapp.com/developer/api/bounce-api#bounce-types */
const FINAL_BOUNCES = new Set([
  'HardBounce',
  'BadEmailAddress',
  'ManuallyDeactivated',
  'Blocked',
  'SpamNotification',
])

/** @throws TemporalUnavailableError: nothing happened, do it again later */
export async function reportMail(deps: ApiDeps, event: PostmarkEvent, eventId: string): Promise<string> {
  const messageId = event.Metadata?.['message_id']
  const result = resultOf(event)
  return result ? reportDelivery(deps, { messageId, result, eventId: `postmark:${eventId}` }) : 'ignored'
}

function resultOf(event: PostmarkEvent): DeliveryReport['result'] | undefined {
  if (event.RecordType === 'Delivery') return 'delivered'
  if (event.RecordType === 'SpamComplaint') return 'complained'
  if (event.RecordType !== 'Bounce' || event.Type === undefined) return undefined
  return FINAL_BOUNCES.has(event.Type) ? 'bounced' : 'delayed'
}

function isGenuine(header: string | undefined, { user, password }: ApiDeps['postmarkWebhook']): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
  const given = Buffer.from(header ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
