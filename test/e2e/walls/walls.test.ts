import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import type { Tenant } from '../../../api/http/api-key-auth.ts'
import { InvoiceRow, ReconciliationFindingRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import { executePrepared } from '../../../db/prepared.ts'
import { suppressAddress } from '../../../db/notifications/suppressed-addresses.ts'
import { MODES } from '../../../domain/shared/mode.ts'
import { call, createInvoice } from '../../clients/client.ts'
import { csvOf, review } from '../../clients/import-client.ts'
import { createRecurring } from '../../clients/recurring-client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { watchTenant } from '../../support/tenant-guard.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent } from '../../support/wait.ts'

const world = useWorld({ returnPollsMs: [] })

interface Owner {
  shop: World
  tenant: Tenant
  ids: Record<string, string[]>
}

const OBJECTS: Record<string, string> = {
  '/v1/invoices': 'inv',
  '/v1/recurring_invoices': 'rec',
  '/v1/imports': 'imp',
  '/v1/reconciliation': 'fnd',
  '/v1/suppressed_addresses': 'address',
}

/** Every merchant and mode has its own row for these parameters. */
const OWN_KEYS = ['/v1/payout_accounts/:currency']

const SHARED = ['interactive_load']

const operations = (app: ReturnType<typeof createApp>) =>
  [
    ...new Set(
      app.routes
        .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/'))
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ].map((text) => {
    const [method = '', path = ''] = text.split(' ')
    return { method, path, kind: kindOf(path) }
  })

function kindOf(path: string): string | undefined {
  if (!path.includes(':') || OWN_KEYS.includes(path)) return undefined
  const kind = Object.entries(OBJECTS).find(([prefix]) => path.startsWith(`${prefix}/`))?.[1]
  if (!kind) throw new Error(`OBJECTS has no row for ${path}`)
  return kind
}

async function openShop(shop: World, tenant: Tenant): Promise<Owner> {
  const sent = await createInvoice(shop)
  await untilEvent(shop, sent.id, 'delivered')
  const draft = await createInvoice(shop, { send: 'draft' })
  const recurring = await createRecurring(shop)
  const subject = await review(shop, csvOf(2))
  const address = `${tenant.mode}.${tenant.merchantId}@customer.example`
  const em = world.em.fork()
  await suppressAddress(em, { ...tenant, channel: 'email', address }, 'bounced')
  const at = new Date()
  const finding = em.create(ReconciliationFindingRow, {
    id: newId('fnd'),
    rail: 'truelayer',
    mode: tenant.mode,
    currency: 'GBP',
    kind: 'payment_missing',
    discriminator: newId('pat'),
    invoiceId: sent.id,
    at,
    foundAt: at,
    lastSeenAt: at,
  })
  await em.flush()
  const ids = {
    inv: [sent.id, draft.id],
    rec: [recurring.id],
    imp: [subject.id],
    fnd: [finding.id],
    address: [address],
  }
  return { shop, tenant, ids }
}

let app: ReturnType<typeof createApp>
let tables: string[]
let tenantTables: string[]
const owners = {} as Record<'test' | 'live' | 'stranger', Owner>

beforeAll(async () => {
  app = createApp(world.deps)
  tables = (
    await world.em.execute<{ name: string }[]>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    )
  ).map(({ name }) => name)
  tenantTables = (
    await world.em.execute<{ name: string }[]>(
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name in ('merchant_id', 'mode') and table_name <> 'api_key'
       group by table_name having count(*) = 2`,
    )
  ).map(({ name }) => name)
  const shop = await withNewMerchant(world)
  const { merchantId } = shop
  owners.test = await openShop(shop, { merchantId, mode: 'test' })
  owners.live = await openShop(inLiveMode(shop), { merchantId, mode: 'live' })
  const stranger = await withNewMerchant(world)
  owners.stranger = await openShop(stranger, { merchantId: stranger.merchantId, mode: 'test' })
})

async function dump(): Promise<Record<string, string>> {
  const rows: Record<string, string> = {}
  for (const name of tables.filter((table) => !SHARED.includes(table))) {
    const [row] = await world.em.execute<{ all: string }[]>(
      `select coalesce(string_agg(t::text, e'\\n' order by t::text), '') as all from "${name}" t`,
    )
    rows[name] = row?.all ?? ''
  }
  return rows
}

async function send(by: Owner, method: string, path: string, body?: object) {
  const { apiKey } = by.shop
  const init: RequestInit = {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
  }
  const { result, unscoped } = await watchTenant(
    { tenant: by.tenant, named: path + JSON.stringify(body ?? {}), tables: tenantTables },
    async () => {
      const response = await app.fetch(new Request(new URL(path, world.publicUrl), init))
      return { status: response.status, text: await response.text() }
    },
  )
  return { ...result, unscoped }
}

function fill(path: string, id: string): string {
  return path.replace(/:\w+(\{[^}]*\})?/, encodeURIComponent(id))
}

const allIds = ({ ids }: Owner) => Object.values(ids).flat()

describe.each([
  ['of another merchant', 'test', 'stranger'],
  ['of live mode, for a key of test mode of the same merchant', 'test', 'live'],
  ['of test mode, for a key of live mode of the same merchant', 'live', 'test'],
  ['that do not exist', 'test', undefined],
] as const)('ids %s', (_, caller, target) => {
  it('are answered with 404 by every operation, and nothing changes', async () => {
    const by = owners[caller]
    const unknown = { inv: [newId('inv')], rec: [newId('rec')], imp: [newId('imp')], fnd: [newId('fnd')] }
    const foreign: Owner['ids'] = target
      ? owners[target].ids
      : { ...unknown, address: ['nobody@customer.example'] }
    const before = await dump()
    const walked = operations(app).filter(({ kind }) => kind !== undefined)
    for (const { method, path, kind = '' } of walked) {
      for (const id of foreign[kind] ?? []) {
        const { status, text, unscoped } = await send(by, method, fill(path, id))
        expect([method, path, status, unscoped], text).toEqual([method, path, 404, []])
      }
    }
    expect(walked.length).toBeGreaterThan(30)
    expect(await dump()).toEqual(before)
  })
})

describe.each([
  ['another merchant', 'test', 'stranger'],
  ['live mode of the same merchant', 'test', 'live'],
  ['test mode of the same merchant', 'live', 'test'],
] as const)('ids of %s', (_, caller, target) => {
  it('are in no list, and filter nothing', async () => {
    const by = owners[caller]
    const lists = operations(app).filter(({ method, path }) => method === 'GET' && !path.includes(':'))
    for (const { path } of lists) {
      const { status, text, unscoped } = await send(by, 'GET', path)
      expect([path, status, unscoped]).toEqual([path, 200, []])
      for (const id of allIds(owners[target])) expect(text).not.toContain(id)
    }
    for (const filter of ['import', 'recurring']) {
      const [id] = owners[target].ids[filter === 'import' ? 'imp' : 'rec'] ?? []
      const { status, text } = await send(by, 'GET', `/v1/invoices?${filter}=${id}`)
      expect([status, JSON.parse(text)]).toMatchObject([200, { data: [] }])
    }
  })
})

describe('SQL for the merchant’s own ids', () => {
  it.each(MODES)('names merchant and mode in %s mode before it uses an id of the request', async (mode) => {
    const by = owners[mode]
    const invoices = await world.em.fork().count(InvoiceRow, { id: { $in: by.ids['inv'] ?? [] } })
    expect(invoices).toBe(2)
    for (const { method, path, kind } of operations(app)) {
      for (const id of kind === undefined ? ['GBP'] : (by.ids[kind] ?? [])) {
        const { status, text, unscoped } = await send(by, method, fill(path, id))
        expect([method, path, unscoped], text).toEqual([method, path, []])
        expect(status, `${method} ${path} ${text}`).not.toBe(500)
      }
    }
  })
})

describe('the watch of the SQL', () => {
  const watch = async (named: string, work: (em: World['em']) => Promise<unknown>) => {
    const request = { tenant: owners.test.tenant, named, tables: tenantTables }
    return (await watchTenant(request, () => work(world.em.fork()))).unscoped.length
  }

  it('finds a statement that names an id of the request without merchant and mode', async () => {
    const [id = ''] = owners.test.ids['inv'] ?? []
    const { merchantId, mode } = owners.test.tenant
    expect(await watch(id, (em) => em.findOne(InvoiceRow, { id }))).toBe(1)
    expect(await watch(id, (em) => em.findOne(InvoiceRow, { id, merchantId }))).toBe(1)
    expect(await watch(id, (em) => em.findOne(InvoiceRow, { id, merchantId, mode }))).toBe(0)
    const sql = 'select link_id from invoice where id = ?'
    expect(await watch(id, (em) => executePrepared(em, sql, [id]))).toBe(1)
    expect(await watch(id, (em) => em.execute(`select link_id from invoice where id = '${id}'`))).toBe(1)
  })

  it('accepts the id afterwards only if the statement with merchant and mode found it', async () => {
    const after = (id: string) =>
      watch(id, async (em) => {
        await em.findOne(InvoiceRow, { id, ...owners.test.tenant })
        await em.execute('select from invoice_event where invoice_id = ?', [id])
      })
    expect(await after(owners.test.ids['inv']?.[0] ?? '')).toBe(0)
    expect(await after(owners.stranger.ids['inv']?.[0] ?? '')).toBe(1)
  })

  it('finds a list without merchant and mode', async () => {
    expect(await watch('', (em) => em.find(InvoiceRow, { status: 'draft' }))).toBe(1)
    expect(await watch('', (em) => em.find(InvoiceRow, { ...owners.test.tenant }))).toBe(0)
  })
})

it('refuses every operation without a key', async () => {
  for (const { method, path } of operations(app)) {
    const response = await app.fetch(
      new Request(new URL(fill(path, newId('inv')), world.publicUrl), {
        method,
        ...(method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } }),
      }),
    )
    await response.arrayBuffer()
    expect([method, path, response.status]).toEqual([method, path, 401])
  }
  expect((await call(owners.test.shop, 'GET', '/v1/invoices')).status).toBe(200)
})
