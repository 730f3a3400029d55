import { timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { type DeliveredReport, recordDelivered } from '../../db/notifications/record-delivered.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import { parsePostmarkEvent, postmarkEventId, reportPostmarkEvent } from '../../inbound/postmark-event.ts'
import type { ApiDeps } from '../deps.ts'
import { limitBody } from '../http/limits/body-limit.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { Problem } from '../http/errors/problem.ts'
import { createBatcher } from './batcher.ts'
import { processOnce } from './process-webhook.ts'

/**
 * Postmark signs no webhooks, so a user and a password prove the origin.
 *
 * @see https://postmarkapp.com/developer/webhooks/webhooks-overview#protecting-your-webhook
 */
export function postmarkWebhook(deps: ApiDeps, mode: Mode): Hono<RequestEnv> {
  const { metrics } = deps
  const recordDelivery = createBatcher<DeliveredReport>(
    async (reports) => {
      for (const outcome of await recordDelivered(deps.em.fork(), mode, reports)) {
        metrics.countWebhook('postmark', outcome === 'noted' ? 'processed' : outcome)
      }
    },
    { maxItems: 200, waitMs: 100 },
  )
  return new Hono<RequestEnv>().post('/', limitBody(256 * 1024), async (c) => {
    if (!isAuthentic(c.req.header('authorization'), deps.postmarkWebhook[mode])) {
      metrics.countWebhook('postmark', 'forged')
      throw new Problem('unauthorized_webhook')
    }
    const body = await c.req.text()
    const event = parsePostmarkEvent(body)
    if (!event) throw new Problem('invalid_json', 'not an event of Postmark')
    const eventId = postmarkEventId(event, body)
    // `jsonb` refuses half of a surrogate pair: https://www.postgresql.org/docs/current/datatype-json.html
    const messageId = event.Metadata?.['message_id']?.toWellFormed()
    if (event.RecordType === 'Delivery' && messageId) {
      await recordDelivery({ messageId, eventId, body })
      return c.json({ received: true })
    }
    const em = c.get('em')
    const saved = { source: 'postmark', mode, eventId, body, messageId } as const
    await processOnce(deps, em, saved, () => reportPostmarkEvent({ ...deps, em }, mode, event, eventId))
    return c.json({ received: true })
  })
}

function isAuthentic(
  header: string | undefined,
  { user, password }: ApiDeps['postmarkWebhook'][Mode],
): boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`)
  const given = Buffer.from(header ?? '')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
