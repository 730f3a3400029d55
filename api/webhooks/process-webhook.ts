import type { WebhookSource } from '../../db/entities/index.ts'
import { markProcessed, saveWebhook } from '../../db/inbound-webhooks.ts'
import type { ApiDeps } from '../deps.ts'
import { createKeyedLimiter } from '../../clients/keyed-limiter.ts'
import type { WebhookOutcome } from '../http/metrics.ts'

/** Its sender has given up by then, and comes back. */
const NEWS_WAIT_MS = 30_000

/**
 * What became of messages comes by the hundred after an import. It is worked through a few at a time, so that a payer, a
 * bank or a merchant with a single invoice does not have to wait behind it.
 */
const news = createKeyedLimiter(2, NEWS_WAIT_MS)

/**
 * Keeps a proven webhook, has it handled, and notes what came of it. One that came before and is done is not handled
 * again. If handling fails its row stays, and the sender or the sweep tries again.
 *
 * @param handle says what came of it; `ignored` if nothing did
 * @returns the same, or `duplicate`
 */
export async function processOnce(
  { em, metrics }: ApiDeps,
  { source, eventId, body }: { source: WebhookSource; eventId: string; body: string },
  handle: () => Promise<string>,
): Promise<string> {
  if ((await saveWebhook(em, source, eventId, body)) === 'handled') {
    metrics.countWebhook(source, 'duplicate')
    return 'duplicate'
  }
  let outcome: string
  try {
    outcome = await (source === 'postmark' || source === 'twilio' ? news(source, handle) : handle())
  } catch (error) {
    metrics.countWebhook(source, 'deferred')
    throw error
  }
  await markProcessed(em, source, eventId, outcome)
  metrics.countWebhook(source, COUNTED[outcome] ?? 'ignored')
  return outcome
}

const COUNTED: Partial<Record<string, WebhookOutcome>> = {
  signalled: 'handled',
  noted: 'handled',
  mismatched: 'mismatched',
}
