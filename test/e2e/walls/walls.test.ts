import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { routesWithScope } from '../../../api/http/route-scopes.ts'
import type { Tenant } from '../../../api/http/api-key-auth.ts'
import {
  InboundWebhookRow,
  InvoiceEventRow,
  InvoiceRow,
  ReconciliationFindingRow,
} from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import { executePrepared } from '../../../db/prepared.ts'
import { suppressAddress } from '../../../db/notifications/suppressed-addresses.ts'
import { SCOPES } from '../../../domain/merchant/api-key.ts'
import { MODES } from '../../../domain/shared/mode.ts'
import { call, createInvoice, mustCommand } from '../../clients/client.ts'
import { csvOf, review } from '../../clients/import-client.ts'
import { createCustomer } from '../../clients/customer-client.ts'
import { createKey } from '../../clients/key-client.ts'
import { createRecurring } from '../../clients/recurring-client.ts'
import { createEndpoint, sendTest, untilDelivery } from '../../clients/webhook-client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { someOf } from '../../support/some-of.ts'
import { watchTenant } from '../../support/tenant-guard.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { addMember, addPerson } from '../../support/trust.ts'
import { untilEvent, untilInvoice, waitFor } from '../../support/wait.ts'
import { openReceiver, type Receiver } from '../../support/webhook-receiver.ts'

const world = useOwnWorld({ returnPollsMs: [] })

interface Owner {
  shop: World
  tenant: Tenant
  ids: Record<string, string[]>
  payment: string
}

const OBJECTS: Record<string, string> = {
  '/v1/api_keys': 'key',
  '/v1/invoices': 'inv',
  '/v1/credit_notes': 'crn',
  '/v1/recurring_invoices': 'rec',
  '/v1/imports': 'imp',
  '/v1/reconciliation': 'fnd',
  '/v1/suppressed_addresses': 'address',
  '/v1/customers': 'cus',
  '/v1/events': 'event',
  '/v1/webhook_endpoints': 'endpoint',
  '/v1/webhook_deliveries': 'delivery',
  '/v1/team/members': 'member',
  '/v1/team/invitations': 'invitation',
}

/** Both modes of a merchant share these. */
const OF_MERCHANT = ['/v1/team/']

const isOfBothModes = new Set(routesWithScope().flatMap(({ route, isLive }) => (isLive ? [route] : [])))

const MESSAGES_A_SHOP = 2

const OWN_KEYS: Record<string, string> = {
  '/v1/payout_accounts/:currency': 'GBP',
  '/v1/profile/versions/:version': '1',
  '/v1/email_templates/:kind': 'invoice',
  '/v1/email_templates/:kind/preview': 'invoice',
  '/v1/email_templates/:kind/test': 'invoice',
}

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
  if (!path.includes(':') || path in OWN_KEYS) return undefined
  const kind = Object.entries(OBJECTS).find(([prefix]) => path.startsWith(`${prefix}/`))?.[1]
  if (!kind) throw new Error(`OBJECTS has no row for ${path}`)
  return kind
}

async function openShop(shop: World, tenant: Tenant): Promise<Owner> {
  const sent = await createInvoice(shop)
  await untilEvent(shop, sent.id, 'delivered')
  const paid = (await mustCommand(shop, sent.id, 'payments', { amount: 1, method: 'cash' })) as {
    payment?: string
  }
  await untilInvoice(shop, sent.id, ({ receipt }) => receipt.status === 'sent')
  const credited = await mustCommand(shop, sent.id, 'credit_notes', { amount: 1, notify: false })
  const draft = await createInvoice(shop, { send: 'draft', metadata: { shop: 'one' } })
  const recurring = await createRecurring(shop)
  const logo = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>'
  await call(inLiveMode(shop), 'PUT', '/v1/branding/logo', logo, { 'content-type': 'image/svg+xml' })
  const subject = await review(shop, csvOf(2))
  const endpoint = await createEndpoint(shop, receiver.url, { events: ['invoice.voided'] })
  const delivery = await sendTest(shop, endpoint.id)
  await untilDelivery(shop, delivery.id, 'succeeded')
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
    key: [(await createKey(shop)).id],
    inv: [sent.id, draft.id],
    crn: [String(credited['credit_note'])],
    rec: [recurring.id],
    imp: [subject.id],
    fnd: [finding.id],
    address: [address],
    cus: [(await createCustomer(shop, { name: 'Grace', email: address })).id],
    endpoint: [endpoint.id],
    delivery: [delivery.id],
    event: [(await world.em.fork().findOneOrFail(InvoiceEventRow, { invoiceId: sent.id, seq: 1 })).id],
    member: [await addMember(shop, await addPerson(shop, `${newId('per')}@team.example`))],
    invitation: [await invite(shop)],
  }
  return { shop, tenant, ids, payment: paid.payment ?? '' }
}

async function invite(shop: World): Promise<string> {
  const body = { email: `${newId('per')}@team.example`, role: 'member' }
  return (await call<{ id: string }>(inLiveMode(shop), 'POST', '/v1/team/invitations', body)).json.id
}

let app: ReturnType<typeof createApp>
let receiver: Receiver
let tables: string[]
let tenantTables: string[]
const owners = {} as Record<'test' | 'live' | 'stranger', Owner>

beforeAll(async () => {
  receiver = await openReceiver()
  app = createApp(world.deps)
  tables = (
    await world.em.execute<{ name: string }[]>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    )
  ).map(({ name }) => name)
  tenantTables = (
    await world.em.execute<{ name: string }[]>(
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name in ('merchant_id', 'mode')
       group by table_name having count(*) = 2`,
    )
  ).map(({ name }) => name)
  const shop = await withNewMerchant(world)
  const { merchantId } = shop
  owners.test = await openShop(shop, { merchantId, mode: 'test' })
  owners.live = await openShop(inLiveMode(shop), { merchantId, mode: 'live' })
  const stranger = await withNewMerchant(world)
  owners.stranger = await openShop(stranger, { merchantId: stranger.merchantId, mode: 'test' })
  const messages = Object.keys(owners).length * MESSAGES_A_SHOP
  await waitFor(async () => {
    const processed = { source: 'postmark', processedAt: { $ne: null } } as const
    return (await world.em.fork().count(InboundWebhookRow, processed)) === messages
  })
})

afterAll(() => receiver?.close())

async function dump(): Promise<Record<string, string>> {
  const rows: Record<string, string> = {}
  for (const name of tables.filter((table) => !SHARED.includes(table))) {
    const [row] = await world.em.execute<{ all: string }[]>(
      `select coalesce(string_agg(row, e'\\n' order by row), '') as all
       from (select (to_jsonb(t) - 'last_used_at')::text as row from "${name}" t) rows`,
    )
    rows[name] = row?.all ?? ''
  }
  return rows
}

async function sendAs(apiKey: string | undefined, method: string, path: string) {
  const authorization: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {}
  const init: RequestInit = {
    method,
    headers: { ...authorization, 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: '{}' }),
  }
  const response = await app.fetch(new Request(new URL(path, world.publicUrl), init))
  return { status: response.status, text: await response.text() }
}

async function send({ shop, tenant }: Owner, method: string, path: string) {
  const isOfMerchant = OF_MERCHANT.some((prefix) => path.startsWith(prefix))
  const { result, unscoped } = await watchTenant(
    { tenant, named: path, tables: tenantTables, isOfMerchant },
    () => sendAs(shop.apiKey, method, path),
  )
  return { ...result, unscoped }
}

function fill(path: string, id: string, payment: string): string {
  return path.replace(':payment', payment).replace(/:\w+/, encodeURIComponent(id))
}

function requestsOf({ ids, payment }: Owner) {
  return operations(app).flatMap(({ method, path, kind }) =>
    (kind === undefined ? [OWN_KEYS[path] ?? ''] : (ids[kind] ?? [])).map((id) => ({
      method,
      route: `${method} ${path}`,
      path: fill(path, id, payment),
    })),
  )
}

const UNKNOWN: Pick<Owner, 'ids' | 'payment'> = {
  ids: {
    key: [newId('key')],
    inv: [newId('inv')],
    crn: [newId('crn')],
    rec: [newId('rec')],
    imp: [newId('imp')],
    fnd: [newId('fnd')],
    address: ['nobody@customer.example'],
    cus: [newId('cus')],
    endpoint: [newId('whe')],
    delivery: [newId('whd')],
    event: [newId('evt')],
    member: [newId('mem')],
    invitation: [newId('ivt')],
  },
  payment: newId('pay'),
}

function idsHiddenFrom(by: Owner, { ids, tenant }: Owner): string[] {
  const { member = [], invitation = [], ...others } = ids
  const isShared = tenant.merchantId === by.tenant.merchantId
  return [...Object.values(others).flat(), ...(isShared ? [] : [...member, ...invitation])]
}

describe.each([
  ['of another merchant', 'test', 'stranger'],
  ['of another merchant, for a key of live mode', 'live', 'stranger'],
  ['of live mode, for a key of test mode of the same merchant', 'test', 'live'],
  ['of test mode, for a key of live mode of the same merchant', 'live', 'test'],
  ['that do not exist', 'test', undefined],
] as const)('ids %s', (_, caller, target) => {
  it('are answered with 404 by every operation, and nothing changes', async () => {
    const by = owners[caller]
    const { ids, payment } = target ? owners[target] : UNKNOWN
    const before = await dump()
    const isShared = target !== undefined && owners[target].tenant.merchantId === by.tenant.merchantId
    const walked = operations(app).filter(
      ({ kind, path }) =>
        kind !== undefined && !(isShared && OF_MERCHANT.some((prefix) => path.startsWith(prefix))),
    )
    for (const { method, path, kind = '' } of walked) {
      for (const id of ids[kind] ?? []) {
        const { status, text, unscoped } = await send(by, method, fill(path, id, payment))
        const expected = by.tenant.mode === 'test' && isOfBothModes.has(`${method} ${path}`) ? 403 : 404
        expect([method, path, status, unscoped], text).toEqual([method, path, expected, []])
      }
    }
    expect(walked.length).toBeGreaterThan(35)
    expect(await dump()).toEqual(before)
  })

  it('change nothing as a payment of the caller’s own invoice', async () => {
    const by = owners[caller]
    const [id = ''] = by.ids['inv'] ?? []
    const { payment } = target ? owners[target] : UNKNOWN
    const before = await dump()
    const walked = operations(app).filter(({ path }) => path.includes(':payment'))
    for (const { method, path } of walked) {
      const { status, text, unscoped } = await send(by, method, fill(path, id, payment))
      expect([status, JSON.parse(text), unscoped]).toMatchObject([404, { code: 'unknown_payment' }, []])
    }
    expect(walked.length).toBeGreaterThan(0)
    expect(await dump()).toEqual(before)
  })
})

const FILTERS = [
  'status=sent,draft,viewed',
  'customer=ada.byron@customer.example',
  'currency=GBP&sort=-amount',
  'due_after=2020-01-01',
  'created_from=2020-01-01T00:00:00Z',
  'amount_min=1',
  'q=Ada',
  'metadata[shop]=one',
]

const CROSSINGS = [
  ['another merchant', 'test', 'stranger'],
  ['live mode of the same merchant', 'test', 'live'],
  ['test mode of the same merchant', 'live', 'test'],
] as const

describe.each(CROSSINGS)('ids of %s', (what, caller, target) => {
  it('are in no list, and filter nothing', async () => {
    const by = owners[caller]
    const lists = operations(app).filter(({ method, path }) => method === 'GET' && !path.includes(':'))
    for (const { path } of lists) {
      const { status, text, unscoped } = await send(by, 'GET', path)
      expect([path, status, unscoped]).toEqual([path, 200, []])
      for (const id of idsHiddenFrom(by, owners[target])) expect(text).not.toContain(id)
    }
    for (const filter of ['import', 'recurring']) {
      const [id] = owners[target].ids[filter === 'import' ? 'imp' : 'rec'] ?? []
      const { status, text, unscoped } = await send(by, 'GET', `/v1/invoices?${filter}=${id}`)
      expect([status, JSON.parse(text), unscoped]).toMatchObject([200, { data: [] }, []])
    }
    for (const [filter, kind] of Object.entries({ invoice: 'inv', customer: 'cus', recurring: 'rec' })) {
      const [id] = owners[target].ids[kind] ?? []
      const { status, text, unscoped } = await send(by, 'GET', `/v1/events?${filter}=${id}`)
      expect([status, JSON.parse(text), unscoped]).toMatchObject([200, { data: [] }, []])
    }
  })

  it.each(
    someOf(
      FILTERS,
      3,
      CROSSINGS.findIndex(([name]) => name === what),
    ),
  )('are in no list of invoices with %s', async (filter) => {
    const by = owners[caller]
    for (const path of ['/v1/invoices', '/v1/invoices.csv']) {
      const { status, text, unscoped } = await send(by, 'GET', `${path}?${filter}`)
      expect([path, status, unscoped], text).toEqual([path, 200, []])
      expect(by.ids['inv']?.some((id) => text.includes(id))).toBe(true)
      for (const id of idsHiddenFrom(by, owners[target])) expect(text).not.toContain(id)
    }
  })
})

describe('the merchant’s own ids', () => {
  it.each(MODES)('are answered with 401 by every operation in %s mode without a key', async (mode) => {
    const before = await dump()
    for (const { method, route, path } of requestsOf(owners[mode])) {
      expect([route, (await sendAs(undefined, method, path)).status]).toEqual([route, 401])
    }
    expect(await dump()).toEqual(before)
  })

  it.each(MODES)('are answered with 403 by every operation in %s mode without its scope', async (mode) => {
    const by = owners[mode]
    const needed = new Map(routesWithScope().map(({ route, scope }) => [route, scope]))
    const keys = new Map<string, string>()
    for (const scope of SCOPES) {
      const scopes = SCOPES.filter((one) => one !== scope)
      keys.set(scope, (await createKey(by.shop, { scopes })).key)
    }
    const before = await dump()
    for (const { method, route, path } of requestsOf(by)) {
      const { status, text } = await sendAs(keys.get(needed.get(route) ?? ''), method, path)
      expect([route, status, JSON.parse(text)]).toMatchObject([route, 403, { code: 'insufficient_scope' }])
    }
    expect(await dump()).toEqual(before)
  })
})

describe('SQL for the merchant’s own ids', () => {
  it.each(MODES)('names merchant and mode in %s mode before it uses an id of the request', async (mode) => {
    const by = owners[mode]
    const invoices = await world.em.fork().count(InvoiceRow, { id: { $in: by.ids['inv'] ?? [] } })
    expect(invoices).toBe(2)
    for (const { method, route, path } of requestsOf(by)) {
      const { status, text, unscoped } = await send(by, method, path)
      expect([route, unscoped], text).toEqual([route, []])
      expect(status, `${route} ${text}`).toBeLessThan(500)
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
