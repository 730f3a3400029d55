import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { markHandled, receive } from '../../db/inbox.ts'
import { ForgedWebhookError, type ProvenWebhook, RailUnavailableError } from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { reportPayment } from './payment-report.ts'

const MAX_BODY = 256 * 1024

/** `POST /webhooks/truelayer`: proof first, then the inbox, then the workflow, then 200. */
export function trueLayerWebhook(deps: ApiDeps): Hono {
  const { em, metrics } = deps
  const tooLarge = () => {
    metrics.countWebhook('truelayer', 'too_large')
    throw new Problem('body_too_large')
  }
  return new Hono().post('/', bodyLimit({ maxSize: MAX_BODY, onError: tooLarge }), async (c) => {
    const body = await c.req.text()
    const webhook = await prove(deps, { path: c.req.path, headers: c.req.header(), body })
    const standing = await receive(em, 'truelayer', webhook.eventId, body)
    if (standing === 'handled') {
      metrics.countWebhook('truelayer', 'duplicate')
      return c.json({ received: true })
    }
    let outcome: string
    try {
      outcome = await reportPayment(deps, webhook)
    } catch (error) {
      // The row is kept; the bank sends again, or the sweep takes it up.
      metrics.countWebhook('truelayer', 'deferred')
      throw error
    }
    await markHandled(em, 'truelayer', webhook.eventId, outcome)
    metrics.countWebhook('truelayer', outcome === 'signalled' || outcome === 'noted' ? 'handled' : 'ignored')
    return c.json({ received: true })
  })
}

async function prove(
  { rail, metrics, log }: ApiDeps,
  request: { path: string; headers: Record<string, string>; body: string },
): Promise<ProvenWebhook> {
  try {
    return await rail.verifyWebhook(request)
  } catch (error) {
    if (error instanceof ForgedWebhookError) {
      metrics.countWebhook('truelayer', error.message === 'stale' ? 'stale' : 'forged')
      log.warn({ source: 'truelayer', reason: error.message }, 'webhook refused')
      throw new Problem('forged_webhook', error.message)
    }
    if (error instanceof RailUnavailableError) throw new Problem('unavailable', 'the keys cannot be read')
    throw error
  }
}
