import { Hono } from 'hono'
import twilio from 'twilio'
import * as v from 'valibot'
import type { DeliveryFailure } from '../../domain/invoice/index.ts'
import type { ApiDeps } from '../deps.ts'
import { limitBody } from '../http/body-limit.ts'
import { Problem } from '../http/problem.ts'
import { reportDelivery } from './delivery-event.ts'
import { processOnce } from './process-webhook.ts'

const Event = v.object({
  messageId: v.string(),
  MessageSid: v.string(),
  MessageStatus: v.string(),
  ErrorCode: v.optional(v.string()),
})
type TwilioEvent = v.InferOutput<typeof Event>

/** `POST /webhooks/twilio`: signed reports on text messages. https://www.twilio.com/docs/usage/security */
export function twilioWebhook(deps: ApiDeps): Hono {
  const { metrics, twilioWebhook: settings, publicUrl } = deps
  return new Hono().post('/', limitBody(64 * 1024), async (c) => {
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
    await processOnce(deps, { source: 'twilio', eventId, body }, () => reportText(deps, event))
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
  { messageId, MessageSid, MessageStatus, ErrorCode }: TwilioEvent,
): Promise<string> {
  const eventId = `twilio:${MessageSid}:${MessageStatus}`
  if (MessageStatus === 'delivered') return reportDelivery(deps, { messageId, result: 'delivered', eventId })
  if (MessageStatus !== 'undelivered' && MessageStatus !== 'failed') return 'ignored'
  return reportDelivery(deps, { messageId, result: failureOf(ErrorCode), eventId })
}

/** What a carrier's error says of the number: https://www.twilio.com/docs/api/errors */
function failureOf(errorCode: string | undefined): DeliveryFailure {
  if (errorCode === '30005' || errorCode === '30006') return 'invalid_recipient'
  return errorCode === '21610' || errorCode === '30004' ? 'opted_out' : 'undeliverable'
}
