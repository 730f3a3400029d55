import type { InboxSource } from '../db/entities/index.ts'
import { Counter, collectDefaultMetrics, Registry } from 'prom-client'

export type WebhookOutcome =
  | 'handled'
  | 'duplicate'
  | 'ignored'
  | 'deferred'
  | 'forged'
  | 'stale'
  | 'too_large'
  /** The keys that would prove it cannot be read: its sender tries again. */
  | 'unproven'
  /** Genuine, but it names what does not belong together. */
  | 'mismatched'

export type Metrics = ReturnType<typeof createMetrics>

/** What the api counts, for `/metrics`. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const webhooks = new Counter({
    name: 'duewell_webhooks_total',
    help: 'Webhooks received, by source and what became of them',
    labelNames: ['source', 'outcome'],
    registers: [registry],
  })
  return {
    registry,
    countWebhook(source: InboxSource, outcome: WebhookOutcome) {
      webhooks.inc({ source, outcome })
    },
  }
}
