import { Hono } from 'hono'
import * as v from 'valibot'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { FindingKind } from '../../../domain/payment/reconciliation.ts'
import type { ApiDeps } from '../../deps.ts'
import { Problem } from '../../http/problem.ts'
import { type MerchantEnv, requireApiKey, type Tenant } from '../../http/api-key-auth.ts'
import { parseBody } from '../invoices/command-bodies.ts'
import { prose } from '../../http/fields.ts'
import { readOptionalJson } from '../../http/json-body.ts'
import { withIdempotency } from '../../http/idempotency.ts'

/** Instants as PostgreSQL writes them. */
interface FindingRow {
  id: string
  kind: FindingKind
  rail: string
  currency: string
  invoice: string
  at: string
  amount_at_bank: number | null
  amount_recorded: number | null
  found_at: string
  resolved_at: string | null
  acknowledged_at: string | null
  note: string | null
}

/** As many as a merchant will ever look through; there should be none. */
const MOST = 200

const AcknowledgeBody = v.strictObject({ note: v.optional(prose(1_000)) })

/**
 * `/v1/reconciliation`: up to when each account was compared with the logs, and what did not agree on this merchant's
 * invoices. What belongs to no invoice is for operators: `/metrics`, and Temporal's UI.
 */
export function reconciliationRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { em } = deps
  const routes = new Hono<MerchantEnv>()
  routes.use(requireApiKey(deps))
  routes.get('/', async (c) => {
    const [accounts, findings] = await Promise.all([latestRuns(em), findingsOf(em, c.get('tenant'))])
    return c.json({
      object: 'reconciliation',
      accounts: accounts.map(({ until, ...account }) => ({ ...account, until: iso(until) })),
      findings: findings.map(viewOf),
    })
  })
  routes.post('/:id/acknowledge', async (c) => {
    const tenant = c.get('tenant')
    const id = c.req.param('id')
    const finding = await findFinding(em, id, tenant)
    const { text, json } = await readOptionalJson(c)
    return withIdempotency(deps, c, { tenant, subjectId: finding.invoice, text }, async () => {
      await acknowledge(em, id, parseBody(AcknowledgeBody, json).note)
      return { status: 200, body: viewOf(await findFinding(em, id, tenant)) }
    })
  })
  return routes
}

function latestRuns(em: EntityManager) {
  return em.fork().execute<{ rail: string; currency: string; until: string }[]>(
    `select rail, currency, max(reconciled_until) as until from reconciliation_run
     group by rail, currency order by rail, currency`,
  )
}

const FINDINGS = `
  select f.id, f.kind, f.rail, f.currency, f.invoice_id as invoice, f.at,
    f.amount_at_bank::float8 as amount_at_bank, f.amount_recorded::float8 as amount_recorded,
    f.found_at, f.resolved_at, f.acknowledged_at, f.note
  from reconciliation_finding f join invoice i on i.id = f.invoice_id
  where i.merchant_id = ? and i.mode = ?`

/** First those that nobody has looked at, then other open ones, then the newest. */
function findingsOf(em: EntityManager, { merchantId, mode }: Tenant) {
  return em.fork().execute<FindingRow[]>(
    `${FINDINGS}
     order by (f.resolved_at is null and f.acknowledged_at is null) desc, (f.resolved_at is null) desc,
       f.found_at desc, f.id
     limit ?`,
    [merchantId, mode, MOST],
  )
}

/** @throws Problem `not_found`, for a finding on another merchant's invoice as for none at all */
async function findFinding(em: EntityManager, id: string, { merchantId, mode }: Tenant): Promise<FindingRow> {
  const [row] = isId('fnd', id)
    ? await em.fork().execute<FindingRow[]>(`${FINDINGS} and f.id = ?`, [merchantId, mode, id])
    : []
  if (!row) throw new Problem('not_found', 'No finding of yours has this id.')
  return row
}

/** The time of the first stays; a note takes the place of one before it. */
async function acknowledge(em: EntityManager, id: string, note: string | undefined): Promise<void> {
  await em.fork().execute(
    `update reconciliation_finding
     set acknowledged_at = coalesce(acknowledged_at, now()), note = coalesce(?, note) where id = ?`,
    [note ?? null, id],
  )
}

function viewOf(finding: FindingRow) {
  return {
    ...finding,
    at: iso(finding.at),
    found_at: iso(finding.found_at),
    resolved_at: finding.resolved_at && iso(finding.resolved_at),
    acknowledged_at: finding.acknowledged_at && iso(finding.acknowledged_at),
  }
}

/** PostgreSQL's way of writing an instant as ISO 8601. */
function iso(text: string): string {
  return new Date(text).toISOString()
}
