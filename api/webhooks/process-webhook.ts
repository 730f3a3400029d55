import { markProcessed, type SavedWebhook, saveWebhook } from '../../db/inbound-webhooks.ts'
import type { EntityManager } from '../../db/orm.ts'
import { createKeyedLimiter } from '../../clients/keyed-limiter.ts'
import type { InboundOutcome } from '../../inbound/deps.ts'
import type { ApiDeps } from '../deps.ts'
import type { WebhookOutcome } from '../http/metrics/metrics.ts'

const PLACE_WAIT_MS = 30_000

const limitDeliveryEvents = createKeyedLimiter(2, PLACE_WAIT_MS)

/** A failed report leaves the webhook unprocessed, so that the sweep repeats the report. */
export async function processOnce(
  { metrics }: ApiDeps,
  em: EntityManager,
  webhook: SavedWebhook & { messageId?: string | undefined },
  handle: () => Promise<InboundOutcome>,
): Promise<InboundOutcome | 'duplicate'> {
  const { source } = webhook
  if ((await saveWebhook(em, webhook)) === 'processed') {
    metrics.countWebhook(source, 'duplicate')
    return 'duplicate'
  }
  const isDelivery = source === 'postmark' || source === 'twilio'
  let outcome: InboundOutcome
  try {
    outcome = await (isDelivery ? limitDeliveryEvents(source, handle) : handle())
  } catch (error) {
    metrics.countWebhook(source, 'deferred')
    throw error
  }
  await markProcessed(em, webhook, outcome)
  metrics.countWebhook(source, COUNTED_AS[outcome] ?? 'ignored')
  return outcome
}

const COUNTED_AS: Partial<Record<InboundOutcome, WebhookOutcome>> = {
  signalled: 'processed',
  noted: 'processed',
  mismatched: 'mismatched',
}
