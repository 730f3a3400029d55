import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import twilio from 'twilio'
import * as v from 'valibot'
import { markHandled, receive } from '../../db/inbox.ts'
import type { ApiDeps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { reportDelivery } from './delivery-report.ts'

const Event = v.object({ messageId: v.string(), MessageSid: v.string(), MessageStatus: v.string() })
type TwilioEvent = v.InferOutput<typeof Event>

/** `POST /webhooks/twilio`: signed reports on text messages. https://www.twilio.com/docs/usage/security */
export function twilioWebhook(deps: ApiDeps): Hono {
  const { em, metrics, twilioWebhook: settings, publicUrl } = deps
  const limit = bodyLimit({
    maxSize: 64 * 1024,
    onError: () => {
      throw new Problem('body_too_large')
    },
  })
  return new Hono().post('/', limit, async (c) => {
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()))
    // Signed over the address as Twilio knows it, which behind a proxy is not the one we see.
    const url = `${publicUrl}/webhooks/twilio${new URL(c.req.url).search}`
    const signature = c.req.header('x-twilio-signature') ?? ''
    if (!settings || !twilio.validateRequest(settings.authToken, signature, url, form)) {
      metrics.countWebhook('twilio', 'forged')
      throw new Problem('forged_webhook')
    }
    const body = JSON.stringify({ ...form, messageId: c.req.query('message') ?? '' })
    const event = parseTwilioEvent(body)
    if (!event) throw new Problem('invalid_json', 'not a report on a message')
    const eventId = `${event.MessageSid}:${event.MessageStatus}`
    if ((await receive(em, 'twilio', eventId, body)) === 'handled') {
      metrics.countWebhook('twilio', 'duplicate')
      return c.body(null, 204)
    }
    const outcome = await reportText(deps, event)
    await markHandled(em, 'twilio', eventId, outcome)
    metrics.countWebhook('twilio', outcome === 'ignored' ? 'ignored' : 'handled')
    return c.body(null, 204)
  })
}

export function parseTwilioEvent(body: string): TwilioEvent | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Event), body)
  return parsed.success ? parsed.output : undefined
}

/** @throws TemporalUnavailableError */
export async function reportText(
  deps: ApiDeps,
  { messageId, MessageSid, MessageStatus }: TwilioEvent,
): Promise<string> {
  const eventId = `twilio:${MessageSid}:${MessageStatus}`
  if (MessageStatus === 'delivered') return reportDelivery(deps, { messageId, result: 'delivered', eventId })
  if (MessageStatus !== 'undelivered' && MessageStatus !== 'failed') return 'ignored'
  return reportDelivery(deps, { messageId, result: 'undeliverable', eventId })
}
