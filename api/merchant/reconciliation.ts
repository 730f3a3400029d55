import { Hono } from 'hono'
import type { EntityManager } from '../../db/orm.ts'
import type { FindingKind } from '../../domain/reconciliation.ts'
import type { ApiDeps } from '../deps.ts'
import { type MerchantEnv, requireApiKey } from './auth.ts'

/** Instants as PostgreSQL writes them. */
interface FindingRow {
  kind: FindingKind
  rail: string
  currency: string
  invoice: string
  at: string
  amount_at_bank: number | null
  amount_recorded: number | null
  found_at: string
  resolved_at: string | null
}

/** As many as a merchant will ever look through; there should be none. */
const MOST = 200

/**
 * `/v1/reconciliation`: up to when each account was compared with the logs, and what did not agree on this merchant's
 * invoices. What belongs to no invoice is for operators: `/metrics`, and Temporal's UI.
 */
export function reconciliationRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { em } = deps
  const routes = new Hono<MerchantEnv>()
  routes.use(requireApiKey(deps))
  routes.get('/', async (c) => {
    const { merchantId, mode } = c.get('tenant')
    const [accounts, findings] = await Promise.all([latestRuns(em), findingsOf(em, merchantId, mode)])
    return c.json({
      object: 'reconciliation',
      accounts: accounts.map(({ until, ...account }) => ({ ...account, until: iso(until) })),
      findings: findings.map((finding) => ({
        ...finding,
        at: iso(finding.at),
        found_at: iso(finding.found_at),
        resolved_at: finding.resolved_at && iso(finding.resolved_at),
      })),
    })
  })
  return routes
}

function latestRuns(em: EntityManager) {
  return em.fork().execute<{ rail: string; currency: string; until: string }[]>(
    `select rail, currency, max(until) as until from reconciliation_run
     group by rail, currency order by rail, currency`,
  )
}

/** Open ones first, then the newest. */
function findingsOf(em: EntityManager, merchantId: string, mode: string) {
  return em.fork().execute<FindingRow[]>(
    `select f.kind, f.rail, f.currency, f.invoice_id as invoice, f.at,
       f.amount_at_bank::float8 as amount_at_bank, f.amount_recorded::float8 as amount_recorded,
       f.found_at, f.resolved_at
     from reconciliation_finding f join invoice i on i.id = f.invoice_id
     where i.merchant_id = ? and i.mode = ?
     order by (f.resolved_at is null) desc, f.found_at desc, f.id limit ?`,
    [merchantId, mode, MOST],
  )
}

/** PostgreSQL's way of writing an instant as ISO 8601. */
function iso(text: string): string {
  return new Date(text).toISOString()
}
