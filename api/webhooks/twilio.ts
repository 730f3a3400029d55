import { Hono } from 'hono'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { webhookPath } from '../../config/webhook-path.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import { parseTwilioEvent, reportTwilioEvent } from '../../inbound/twilio-event.ts'
import type { ApiDeps } from '../deps.ts'
import { limitBody } from '../http/limits/body-limit.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { Problem } from '../http/errors/problem.ts'
import { processOnce } from './process-webhook.ts'

export function twilioWebhook(deps: ApiDeps, mode: Mode): Hono<RequestEnv> {
  const { metrics, publicUrl } = deps
  const settings = deps.twilioWebhook[mode]
  return new Hono<RequestEnv>().post('/', limitBody(64 * 1024), async (c) => {
    const form = Object.fromEntries(new URLSearchParams(await c.req.text()))
    // Twilio signs the public address, which differs from the request's address behind a proxy:
    // https://www.twilio.com/docs/usage/security#validating-requests
    const url = `${publicUrl}${webhookPath(mode, 'twilio')}${new URL(c.req.url).search}`
    const signature = c.req.header('x-twilio-signature') ?? ''
    if (!settings || !validateRequest(settings.authToken, signature, url, form)) {
      metrics.countWebhook('twilio', 'forged')
      throw new Problem('forged_webhook')
    }
    const body = JSON.stringify({ ...form, messageId: c.req.query('message') ?? '' })
    const event = parseTwilioEvent(body)
    if (!event) throw new Problem('invalid_json', 'not a report on a message')
    const eventId = `${event.MessageSid}:${event.MessageStatus}`
    const em = c.get('em')
    const saved = { source: 'twilio', mode, eventId, body, messageId: event.messageId } as const
    await processOnce(deps, em, saved, () => reportTwilioEvent({ ...deps, em }, mode, event))
    return c.body(null, 204)
  })
}
