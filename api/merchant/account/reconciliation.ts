import { Hono } from 'hono'
import * as v from 'valibot'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { FindingKind } from '../../../domain/payment/reconciliation.ts'
import { notFound } from '../../http/problem.ts'
import { type MerchantEnv, requireApiKey, type Tenant } from '../../http/api-key-auth.ts'
import { prose } from '../../http/fields.ts'
import { parseBody, readOptionalJson } from '../../http/json-body.ts'
import { withIdempotency } from '../../http/idempotency.ts'

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

const MAX_FINDINGS = 200

export const AcknowledgeBody = v.strictObject({ note: v.optional(prose(1_000)) })

export function reconciliationRoutes(): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()
  routes.use(requireApiKey())
  routes.get('/', async (c) => {
    const em = c.get('em')
    const accounts = await latestRuns(em)
    const findings = await findingsOf(em, c.get('tenant'))
    return c.json({
      object: 'reconciliation',
      accounts: accounts.map(({ until, ...account }) => ({ ...account, until: iso(until) })),
      findings: findings.map(findingView),
    })
  })
  routes.post('/:id/acknowledge', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const id = c.req.param('id')
    const { invoice: resourceId } = await findFinding(em, id, tenant)
    const { text, json } = await readOptionalJson(c)
    const run = async () => {
      await acknowledge(em, id, parseBody(AcknowledgeBody, json).note)
      return { status: 200, body: findingView(await findFinding(em, id, tenant)) } as const
    }
    return withIdempotency(c, text, { resourceId, run })
  })
  return routes
}

function latestRuns(em: EntityManager) {
  return em.execute<{ rail: string; currency: string; until: string }[]>(
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

function findingsOf(em: EntityManager, { merchantId, mode }: Tenant) {
  return em.execute<FindingRow[]>(
    `${FINDINGS}
     order by (f.resolved_at is null and f.acknowledged_at is null) desc, (f.resolved_at is null) desc,
       f.found_at desc, f.id
     limit ?`,
    [merchantId, mode, MAX_FINDINGS],
  )
}

async function findFinding(em: EntityManager, id: string, { merchantId, mode }: Tenant): Promise<FindingRow> {
  const [row] = isId('fnd', id)
    ? await em.execute<FindingRow[]>(`${FINDINGS} and f.id = ?`, [merchantId, mode, id])
    : []
  if (!row) throw notFound('Reconciliation finding')
  return row
}

async function acknowledge(em: EntityManager, id: string, note: string | undefined): Promise<void> {
  await em.execute(
    `update reconciliation_finding
     set acknowledged_at = coalesce(acknowledged_at, now()), note = coalesce(?, note) where id = ?`,
    [note ?? null, id],
  )
}

function findingView(finding: FindingRow) {
  return {
    ...finding,
    status: finding.resolved_at ? 'resolved' : finding.acknowledged_at ? 'acknowledged' : 'open',
    at: iso(finding.at),
    found_at: iso(finding.found_at),
    resolved_at: finding.resolved_at && iso(finding.resolved_at),
    acknowledged_at: finding.acknowledged_at && iso(finding.acknowledged_at),
  }
}

function iso(text: string): string {
  return new Date(text).toISOString()
}
