import { Hono } from 'hono'
import * as v from 'valibot'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { pageOf } from '../../../db/page.ts'
import type { FindingKind } from '../../../domain/payment/reconciliation.ts'
import { notFound } from '../../http/errors/problem.ts'
import type { MerchantEnv, Tenant } from '../../http/api-key-auth.ts'
import { prose } from '../../http/request/fields.ts'
import {
  invalidCursor,
  isCursorInstant,
  limit,
  parseQuery,
  readCursor,
  textCursor,
  writeCursor,
} from '../../http/request/list-query.ts'
import { parseBody, readOptionalJson } from '../../http/request/json-body.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'

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
  position: Position
}

type Position = [rank: number, foundAt: string, id: string]

export const FindingList = v.strictObject({ limit: v.optional(limit, '100'), cursor: textCursor })

export const AcknowledgeBody = v.strictObject({ note: v.optional(prose(1_000)) })

export function reconciliationRoutes(): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()
  routes.get('/', async (c) => {
    const em = c.get('em')
    const { limit: size, cursor } = parseQuery(FindingList, c.req.query())
    const after = cursor === undefined ? undefined : positionOf(cursor)
    const accounts = await latestRuns(em, c.get('tenant'))
    const found = await findingsOf(em, c.get('tenant'), { size: size + 1, after })
    const { rows: findings, nextCursor } = pageOf(found, size, ({ position }) => writeCursor(position))
    return c.json({
      object: 'reconciliation',
      accounts: accounts.map(({ until, ...account }) => ({ ...account, until: iso(until) })),
      findings: findings.map(findingView),
      next_cursor: nextCursor,
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

function latestRuns(em: EntityManager, { mode }: Tenant) {
  return em.execute<{ rail: string; currency: string; until: string }[]>(
    `select rail, currency, max(reconciled_until) as until from reconciliation_run
     where mode = ? group by rail, currency order by rail, currency`,
    [mode],
  )
}

const RANK = `case when f.resolved_at is not null then 0 when f.acknowledged_at is not null then 1 else 2 end`

const FINDINGS = `
  select f.id, f.kind, f.rail, f.currency, f.invoice_id as invoice, f.at,
    f.amount_at_bank::float8 as amount_at_bank, f.amount_recorded::float8 as amount_recorded,
    f.found_at, f.resolved_at, f.acknowledged_at, f.note,
    jsonb_build_array(${RANK}, to_char(f.found_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), f.id)
      as position
  from reconciliation_finding f join invoice i on i.id = f.invoice_id
  where i.merchant_id = ? and i.mode = ?`

function findingsOf(
  em: EntityManager,
  { merchantId, mode }: Tenant,
  { size, after }: { size: number; after: Position | undefined },
) {
  const isAfter = after ? `and (${RANK}, f.found_at, f.id) < (?::integer, ?::timestamptz, ?::text)` : ''
  return em.execute<FindingRow[]>(
    `${FINDINGS} ${isAfter} order by ${RANK} desc, f.found_at desc, f.id desc limit ?`,
    [merchantId, mode, ...(after ?? []), size],
  )
}

function positionOf(cursor: string): Position {
  const [rank, foundAt, id, ...rest] = readCursor(cursor)
  const isRank = rank === 0 || rank === 1 || rank === 2
  if (rest.length === 0 && isRank && isCursorInstant(foundAt) && typeof id === 'string' && isId('fnd', id)) {
    return [rank, foundAt, id]
  }
  throw invalidCursor()
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

function findingView({ position: _, ...finding }: FindingRow) {
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
