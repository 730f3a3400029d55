import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Rail } from '../../domain/invoice/index.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import { reportRailWebhook } from '../../inbound/rail-webhook.ts'
import {
  WebhookVerificationError,
  MAX_WEBHOOK_BYTES,
  type UnverifiedWebhook,
  type VerifiedWebhook,
  RailUnavailableError,
} from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import type { WebhookOutcome } from '../http/metrics/metrics.ts'
import { Problem } from '../http/errors/problem.ts'
import { processOnce } from './process-webhook.ts'

/** The webhook must be saved before the answer, so that a crash loses nothing. */
export function railWebhook(deps: ApiDeps, mode: Mode, rail: Rail): Hono<RequestEnv> {
  const refuseTooLarge = () => {
    throw refusal(deps, mode, rail, 'too_large', 'too_large', new Problem('body_too_large'))
  }
  return new Hono<RequestEnv>().post(
    '/',
    bodyLimit({ maxSize: MAX_WEBHOOK_BYTES, onError: refuseTooLarge }),
    async (c) => {
      const body = await c.req.text()
      const webhook = await verify(deps, mode, rail, { path: c.req.path, headers: c.req.header(), body })
      const em = c.get('em')
      const { eventId } = webhook
      const outcome = await processOnce(deps, em, { source: rail, mode, eventId, body }, () =>
        reportRailWebhook({ ...deps, em }, mode, rail, webhook),
      )
      if (outcome === 'mismatched') throw new Problem('mismatched_webhook')
      return c.json({ received: true })
    },
  )
}

async function verify(
  deps: ApiDeps,
  mode: Mode,
  rail: Rail,
  webhook: UnverifiedWebhook,
): Promise<VerifiedWebhook> {
  try {
    return await deps.rails[mode].get(rail).verifyWebhook(webhook)
  } catch (error) {
    if (error instanceof WebhookVerificationError) {
      const outcome = error.message === 'stale' ? 'stale' : 'forged'
      throw refusal(deps, mode, rail, outcome, error.message, new Problem('forged_webhook', error.message))
    }
    if (error instanceof RailUnavailableError) {
      const problem = new Problem('unavailable', 'the keys cannot be read')
      throw refusal(deps, mode, rail, 'unproven', error.message, problem)
    }
    throw error
  }
}

function refusal(
  { metrics, log }: ApiDeps,
  mode: Mode,
  rail: Rail,
  outcome: WebhookOutcome,
  reason: string,
  problem: Problem,
): Problem {
  metrics.countWebhook(rail, outcome)
  log.warn({ source: rail, mode, reason }, 'webhook.refused')
  return problem
}
