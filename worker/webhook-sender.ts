import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import { deliver, type DeliverDeps } from '../activities/webhooks/deliver.ts'
import { TemporalUnavailableError } from '../clients/call-with-retry.ts'
import type { Outage } from '../clients/outage.ts'
import { logFailure } from '../clients/outages.ts'
import type { WebhookClient } from '../clients/webhook-client.ts'
import { claimDeliveries, type ClaimedDelivery, markHandedOver } from '../db/webhooks/outbox.ts'

export interface SenderDeps extends DeliverDeps {
  webhooks: WebhookClient
  database: Pick<Outage, 'noteFailure'>
  log: Pick<Logger, 'debug' | 'warn' | 'error'>
}

const MAX_TRIES = 500
const TRIES_PER_ENDPOINT = 20
const TRIES_PER_FAILING_ENDPOINT = 2
const CLAIMS_AT_ONCE = 100
const IDLE_PAUSE_MS = 100
const BUSY_PAUSE_MS = 10
const FAILURE_PAUSE_MS = 1_000

export function startWebhookSender(deps: SenderDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = new Map<string, number>()
  const tries = new Set<Promise<void>>()
  const em = deps.em.fork()
  const loop = run()
  return {
    async stop() {
      stopping.abort()
      await loop
      await Promise.all(tries)
    },
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const pauseMs = await claimAndStart().catch((error: unknown) => {
        logFailure(deps, 'error', { err: error }, 'webhook_sender.failed')
        return FAILURE_PAUSE_MS
      })
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  async function claimAndStart(): Promise<number> {
    const free = Math.min(MAX_TRIES - tries.size, CLAIMS_AT_ONCE)
    if (free <= 0) return IDLE_PAUSE_MS
    const claimed = await claimDeliveries(em, {
      running,
      free,
      perEndpoint: TRIES_PER_ENDPOINT,
      perFailingEndpoint: TRIES_PER_FAILING_ENDPOINT,
      takesFailing: tries.size < MAX_TRIES / 2,
    })
    for (const delivery of claimed) {
      const attempt = makeTry(delivery).finally(() => tries.delete(attempt))
      tries.add(attempt)
    }
    return claimed.length > 0 ? BUSY_PAUSE_MS : IDLE_PAUSE_MS
  }

  async function makeTry(delivery: ClaimedDelivery): Promise<void> {
    const { id, merchantId, endpointId } = delivery
    running.set(endpointId, (running.get(endpointId) ?? 0) + 1)
    try {
      const { needsRetry, isEndpointDisabled } = await deliver(deps, delivery).finally(() =>
        releasePlace(endpointId),
      )
      if (isEndpointDisabled) await deps.webhooks.notify({ id: endpointId, merchantId })
      if (!needsRetry) return
      await deps.webhooks.reload({ id, merchantId })
      await markHandedOver(deps.em.fork(), id)
    } catch (error) {
      const level = error instanceof TemporalUnavailableError ? 'warn' : 'error'
      logFailure(deps, level, { delivery: id, endpoint: endpointId, err: error }, 'webhook_delivery.deferred')
    }
  }

  function releasePlace(endpointId: string): void {
    const left = (running.get(endpointId) ?? 1) - 1
    if (left > 0) running.set(endpointId, left)
    else running.delete(endpointId)
  }
}
