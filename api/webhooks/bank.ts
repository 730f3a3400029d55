import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Rail } from '../../domain/invoice/index.ts'
import { reportBankWebhook } from '../../inbound/bank-webhook.ts'
import {
  WebhookVerificationError,
  MAX_WEBHOOK_BYTES,
  type UnverifiedWebhook,
  type VerifiedWebhook,
  RailUnavailableError,
} from '../../integrations/bank/rail.ts'
import type { ApiDeps } from '../deps.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import type { WebhookOutcome } from '../http/metrics.ts'
import { Problem } from '../http/problem.ts'
import { processOnce } from './process-webhook.ts'

/** Saves the webhook before the answer, so that a crash does not lose the webhook. */
export function bankWebhook(deps: ApiDeps, rail: Rail): Hono<RequestEnv> {
  const refuseTooLarge = () => {
    throw refusal(deps, rail, 'too_large', 'too_large', new Problem('body_too_large'))
  }
  return new Hono<RequestEnv>().post(
    '/',
    bodyLimit({ maxSize: MAX_WEBHOOK_BYTES, onError: refuseTooLarge }),
    async (c) => {
      const body = await c.req.text()
      const webhook = await verify(deps, rail, { path: c.req.path, headers: c.req.header(), body })
      const em = c.get('em')
      const { eventId } = webhook
      const outcome = await processOnce(deps, em, { source: rail, eventId, body }, () =>
        reportBankWebhook({ ...deps, em }, rail, webhook),
      )
      if (outcome === 'mismatched') throw new Problem('mismatched_webhook')
      return c.json({ received: true })
    },
  )
}

async function verify(deps: ApiDeps, rail: Rail, webhook: UnverifiedWebhook): Promise<VerifiedWebhook> {
  try {
    return await deps.rails.get(rail).verifyWebhook(webhook)
  } catch (error) {
    if (error instanceof WebhookVerificationError) {
      const outcome = error.message === 'stale' ? 'stale' : 'forged'
      throw refusal(deps, rail, outcome, error.message, new Problem('forged_webhook', error.message))
    }
    if (error instanceof RailUnavailableError) {
      const problem = new Problem('unavailable', 'the keys cannot be read')
      throw refusal(deps, rail, 'unproven', error.message, problem)
    }
    throw error
  }
}

function refusal(
  { metrics, log }: ApiDeps,
  rail: Rail,
  outcome: WebhookOutcome,
  reason: string,
  problem: Problem,
): Problem {
  metrics.countWebhook(rail, outcome)
  log.warn({ source: rail, reason }, 'webhook.refused')
  return problem
}
