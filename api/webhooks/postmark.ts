import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { appendDecided } from '../../db/append-events.ts'
import { InvoiceRow, MessageRow } from '../../db/entities.ts'
import { markHandled, receive } from '../../db/inbox.ts'
import type { ApiDeps } from '../deps.ts'
import { Problem } from '../problem.ts'

const Body = v.object({
  RecordType: v.string(),
  MessageID: v.optional(v.string()),
  ID: v.optional(v.union([v.string(), v.number()])),
  Type: v.optional(v.string()),
  DeliveredAt: v.optional(v.string()),
  Metadata: v.optional(v.record(v.string(), v.string())),
})

export type PostmarkEvent = v.InferOutput<typeof Body>

/** Postmark does not sign its webhooks; they prove themselves by the password in their address. */
export function postmarkWebhook(deps: ApiDeps): Hono {
  const { em, metrics } = deps
  const limit = bodyLimit({
    maxSize: 256 * 1024,
    onError: () => {
      throw new Problem('body_too_large')
    },
  })
  return new Hono().post('/', limit, async (c) => {
    if (!isGenuine(c.req.header('authorization'), deps.postmarkWebhook)) {
      metrics.countWebhook('postmark', 'forged')
      throw new Problem('forged_webhook')
    }
    const body = await c.req.text()
    const event = parsePostmarkEvent(body)
    if (!event) throw new Problem('invalid_json', 'not an event of Postmark')
    const eventId = [event.RecordType, event.MessageID, event.ID].filter(Boolean).join(':')
    if ((await receive(em, 'postmark', eventId, body)) === 'handled') {
      metrics.countWebhook('postmark', 'duplicate')
      return c.json({ received: true })
    }
    const outcome = await reportMail(deps, event, eventId)
    await markHandled(em, 'postmark', eventId, outcome)
    metrics.countWebhook('postmark', outcome === 'ignored' ? 'ignored' : 'handled')
    return c.json({ received: true })
  })
}

export function parsePostmarkEvent(body: string): PostmarkEvent | undefined {
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

/**
 * Brings what happened to a letter to its invoice. That it arrived is only noted in the log; that it did not is
 * for the workflow to decide on.
 *
 * @throws TemporalUnavailableError: nothing happened, do it again later
 */
export async function reportMail(deps: ApiDeps, event: PostmarkEvent, eventId: string): Promise<string> {
  const { em, referee } = deps
  const messageId = event.Metadata?.['message_id']
  const message = messageId ? await em.fork().findOne(MessageRow, { id: messageId, kind: 'invoice' }) : null
  if (!message) return 'ignored'
  const at = Date.now()
  const cause = { by: 'mail_provider', eventId: `postmark:${eventId}` } as const
  if (event.RecordType === 'Delivery') {
    await appendDecided(em, message.invoiceId, async () => [
      { type: 'delivered', key: 'delivered:email', at, cause, channel: 'email' },
    ])
    return 'noted'
  }
  const reason =
    event.RecordType === 'SpamComplaint' ? 'complained' : isFinalBounce(event) ? 'bounced' : undefined
  if (!reason) return 'ignored'
  const invoice = await em.fork().findOneOrFail(InvoiceRow, { id: message.invoiceId })
  await referee.reportDeliveryFailure(invoice, { channel: 'email', reason, at, cause })
  return 'signalled'
}

function isFinalBounce({ RecordType, Type }: PostmarkEvent): boolean {
  return RecordType === 'Bounce' && Type !== undefined && FINAL_BOUNCES.has(Type)
}

function isGenuine(header: string | undefined, { user, password }: ApiDeps['postmarkWebhook']): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
  const given = Buffer.from(header ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
