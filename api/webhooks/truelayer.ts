import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { ForgedWebhookError, type ProvenWebhook, RailUnavailableError } from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'
import { Problem } from '../problem.ts'
import { reportBankEvent } from './payment-report.ts'
import { throughInbox } from './through-inbox.ts'

const MAX_BODY = 256 * 1024

/** `POST /webhooks/truelayer`: proof first, then the inbox, then the workflow, then 200. */
export function trueLayerWebhook(deps: ApiDeps): Hono {
  const { metrics } = deps
  const tooLarge = () => {
    metrics.countWebhook('truelayer', 'too_large')
    throw new Problem('body_too_large')
  }
  return new Hono().post('/', bodyLimit({ maxSize: MAX_BODY, onError: tooLarge }), async (c) => {
    const body = await c.req.text()
    const webhook = await prove(deps, { path: c.req.path, headers: c.req.header(), body })
    const { eventId } = webhook
    await throughInbox(deps, { source: 'truelayer', eventId, body }, () =>
      reportBankEvent(deps, 'truelayer', webhook),
    )
    return c.json({ received: true })
  })
}

async function prove(
  { rails, metrics, log }: ApiDeps,
  request: { path: string; headers: Record<string, string>; body: string },
): Promise<ProvenWebhook> {
  try {
    return await rails.get('truelayer').verifyWebhook(request)
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
