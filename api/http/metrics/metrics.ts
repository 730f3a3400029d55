import { prometheus } from '@hono/prometheus'
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { WebhookSource } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'

export type WebhookOutcome =
  | 'processed'
  | 'duplicate'
  | 'ignored'
  | 'deferred'
  | 'forged'
  | 'stale'
  | 'too_large'
  | 'unproven'
  | 'mismatched'

export type Metrics = ReturnType<typeof createMetrics>

export function createMetrics(em: EntityManager) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const { registerMetrics: countRequests } = prometheus({ registry })
  const webhooks = new Counter({
    name: 'duewell_webhooks_total',
    help: 'Webhooks received, by source and outcome',
    labelNames: ['source', 'outcome'],
    registers: [registry],
  })
  const unreadable = new Counter({
    name: 'duewell_rail_unreadable_items_total',
    help: 'Items of a rail’s lists that could not be read, by rail and list',
    labelNames: ['rail', 'list'],
    registers: [registry],
  })
  const findings = new Gauge({
    name: 'duewell_reconciliation_findings',
    help: 'Open differences between the accounts at the rails and the invoices',
    labelNames: ['rail', 'mode', 'kind'],
    registers: [],
    async collect() {
      this.reset()
      for (const { open, ...labels } of await openFindings(em).catch(none)) this.set(labels, open)
    },
  })
  registry.registerMetric(findings)
  const reconciled = new Gauge({
    name: 'duewell_reconciled_until_seconds',
    help: 'The time until which each account was compared with the invoices, in seconds since 1970',
    labelNames: ['rail', 'mode', 'currency'],
    registers: [],
    async collect() {
      this.reset()
      for (const { until, ...labels } of await reconciledUntil(em).catch(none)) this.set(labels, until)
    },
  })
  registry.registerMetric(reconciled)
  return {
    registry,
    countRequests,
    countWebhook(source: WebhookSource, outcome: WebhookOutcome) {
      webhooks.inc({ source, outcome })
    },
    countUnreadable(labels: { rail: string; list: string }, items: number) {
      unreadable.inc(labels, items)
    },
  }
}

function none(): [] {
  return []
}

function openFindings(em: EntityManager) {
  return em.fork().execute<{ rail: string; mode: string; kind: string; open: number }[]>(
    `select rail, mode, kind, count(*)::int as open from reconciliation_finding
     where resolved_at is null and acknowledged_at is null group by rail, mode, kind`,
  )
}

function reconciledUntil(em: EntityManager) {
  return em.fork().execute<{ rail: string; mode: string; currency: string; until: number }[]>(
    `select rail, mode, currency, extract(epoch from max(reconciled_until))::float8 as until
     from reconciliation_run group by rail, mode, currency`,
  )
}
