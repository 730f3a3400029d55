import { describe, expect, it } from 'vitest'
import { routesWithScope } from '../../../api/http/route-scopes.ts'
import { suppressAddress } from '../../../db/notifications/suppressed-addresses.ts'
import { call } from '../../clients/client.ts'
import { createKey } from '../../clients/key-client.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import type { World } from '../../support/harness.ts'
import { useWorld } from '../../support/test-harness.ts'
import { addMember, addPerson } from '../../support/trust.ts'
import { writingRoutes } from '../../support/writing-routes.ts'

const world = useWorld()

interface Change {
  id: string
  mode: string | null
  setting: string
  subject: string | null
  actor: { type: string; id: string }
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

interface ChangeList {
  data: Change[]
  next_cursor: string | null
}

async function changesOf(shop: World, query = 'limit=100'): Promise<ChangeList> {
  const { status, json } = await call<ChangeList>(shop, 'GET', `/v1/setting_changes?${query}`)
  expect(status).toBe(200)
  return json
}

const DATA = [
  '/v1/invoices',
  '/v1/recurring_invoices',
  '/v1/imports',
  '/v1/customers',
  '/v1/reconciliation',
  '/v1/webhook_deliveries',
]
const CHANGES_NOTHING = [
  'POST /v1/email_templates/:kind/preview',
  'POST /v1/email_templates/:kind/test',
  'POST /v1/webhook_endpoints/:id/test',
  'POST /v1/webhook_endpoints/:id/redeliver',
]

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>'

type Step = (
  shop: World,
) => Promise<{ path?: string; body?: unknown; type?: string; setting: string; mode?: null }>

const make = async (shop: World, path: string, body: object) =>
  (await call<{ id: string }>(shop, 'POST', path, body)).json.id
const newKey = (shop: World) => make(shop, '/v1/api_keys', { name: 'Other', scopes: ['read'] })
const newMember = async (shop: World) =>
  addMember(shop, await addPerson(shop, `${shop.merchantId}@team.example`))
const URL = 'https://hooks.customer.example/duewell'
const newEndpoint = (shop: World) => make(shop, '/v1/webhook_endpoints', { url: URL })
const ACCOUNT = { type: 'sort_code', sort_code: '040004', account_number: '12345678', holder: 'Larkspur' }

const STEPS: Record<string, Step> = {
  'PATCH /v1/settings': async () => ({ body: { number_prefix: 'SHOP' }, setting: 'settings', mode: null }),
  'PATCH /v1/branding': async () => ({ body: { accent: '#ffd400' }, setting: 'branding', mode: null }),
  'PUT /v1/branding/logo': async () => ({
    body: LOGO,
    type: 'image/svg+xml',
    setting: 'branding',
    mode: null,
  }),
  'DELETE /v1/branding/logo': async (shop) => {
    await call(inLiveMode(shop), 'PUT', '/v1/branding/logo', LOGO, { 'content-type': 'image/svg+xml' })
    return { setting: 'branding', mode: null }
  },
  'POST /v1/team/invitations': async () => ({
    body: { email: 'kim@team.example', role: 'member' },
    setting: 'team_invitation',
    mode: null,
  }),
  'DELETE /v1/team/invitations/:id': async (shop) => {
    const invitation = { email: 'kim@team.example', role: 'member' }
    const id = await make(inLiveMode(shop), '/v1/team/invitations', invitation)
    return { path: `/v1/team/invitations/${id}`, setting: 'team_invitation', mode: null }
  },
  'PATCH /v1/team/members/:id': async (shop) => ({
    path: `/v1/team/members/${await newMember(shop)}`,
    body: { role: 'accountant' },
    setting: 'team_member',
    mode: null,
  }),
  'DELETE /v1/team/members/:id': async (shop) => ({
    path: `/v1/team/members/${await newMember(shop)}`,
    setting: 'team_member',
    mode: null,
  }),
  'PATCH /v1/email_templates/:kind': async () => ({
    path: '/v1/email_templates/void',
    body: { translations: { 'da-DK': { sms_text: 'Annulleret' } } },
    setting: 'email_template',
    mode: null,
  }),
  'PATCH /v1/profile': async () => ({ body: { terms: 'At once.' }, setting: 'profile', mode: null }),
  'PUT /v1/payout_accounts/:currency': async () => ({
    path: '/v1/payout_accounts/GBP',
    body: ACCOUNT,
    setting: 'payout_account',
  }),
  'DELETE /v1/payout_accounts/:currency': async () => ({
    path: '/v1/payout_accounts/GBP',
    setting: 'payout_account',
  }),
  'POST /v1/api_keys': async () => ({ body: { name: 'New', scopes: ['read'] }, setting: 'api_key' }),
  'POST /v1/api_keys/:id/rotate': async (shop) => ({
    path: `/v1/api_keys/${await newKey(shop)}/rotate`,
    setting: 'api_key',
  }),
  'DELETE /v1/api_keys/:id': async (shop) => ({
    path: `/v1/api_keys/${await newKey(shop)}`,
    setting: 'api_key',
  }),
  'POST /v1/webhook_endpoints': async () => ({ body: { url: URL }, setting: 'webhook_endpoint' }),
  'PATCH /v1/webhook_endpoints/:id': async (shop) => ({
    path: `/v1/webhook_endpoints/${await newEndpoint(shop)}`,
    body: { status: 'disabled' },
    setting: 'webhook_endpoint',
  }),
  'DELETE /v1/webhook_endpoints/:id': async (shop) => ({
    path: `/v1/webhook_endpoints/${await newEndpoint(shop)}`,
    setting: 'webhook_endpoint',
  }),
  'POST /v1/webhook_endpoints/:id/rotate_secret': async (shop) => ({
    path: `/v1/webhook_endpoints/${await newEndpoint(shop)}/rotate_secret`,
    body: { overlap: 'PT0S' },
    setting: 'webhook_endpoint',
  }),
  'DELETE /v1/suppressed_addresses/:address': async ({ em, merchantId }) => {
    const address = '+447700900777'
    await suppressAddress(em.fork(), { merchantId, mode: 'test', channel: 'sms', address }, 'bounced')
    return { path: `/v1/suppressed_addresses/${encodeURIComponent(address)}`, setting: 'suppressed_address' }
  },
}

const isLive = new Map(routesWithScope().map((needed) => [needed.route, needed.isLive]))

describe('a change of a setting', () => {
  it('is tried here at every route that changes one', () => {
    const routes = writingRoutes(world).filter(
      (route) =>
        !DATA.some((path) => route.split(' ')[1]?.startsWith(path)) && !CHANGES_NOTHING.includes(route),
    )
    expect(Object.keys(STEPS).toSorted()).toEqual(routes)
  })

  it.each(Object.entries(STEPS))(
    'is recorded with the key that made it, a live one if it holds in both modes: %s',
    async (route, prepare) => {
      const shop = await withNewMerchant(world)
      const [method = '', pattern = ''] = route.split(' ')
      const { path = pattern, body, type = 'application/json', setting, mode = 'test' } = await prepare(shop)
      expect(isLive.get(route)).toBe(mode === null)
      const { id, key } = await createKey(mode === null ? inLiveMode(shop) : shop)
      const before = (await changesOf(shop)).data.length
      const { status, json } = await call({ ...shop, apiKey: key }, method, path, body, {
        'content-type': type,
      })
      expect(status, JSON.stringify(json)).toBeLessThan(300)
      const { data } = await changesOf(shop)
      const [change] = data
      expect(data.length).toBeGreaterThan(before)
      expect(change).toMatchObject({ setting, mode, actor: { type: 'api_key', id } })
      expect(change?.before ?? change?.after).not.toBeNull()
      const text = JSON.stringify(data)
      for (const secret of ['key', 'secret'].flatMap((name) => json[name] ?? [])) {
        expect(text).not.toContain(secret)
      }
      expect(text).not.toMatch(/"(hash|sealed|kid)"/)
    },
  )

  it('leaves no row if nothing changes, or if the request is refused', async () => {
    const shop = await withNewMerchant(world)
    await call(inLiveMode(shop), 'PATCH', '/v1/settings', { number_prefix: 'SAME' })
    const { data } = await changesOf(shop)
    await call(inLiveMode(shop), 'PATCH', '/v1/settings', { number_prefix: 'SAME' })
    await call(inLiveMode(shop), 'PATCH', '/v1/settings', { number_prefix: 'Wrong prefix' })
    const ofCreditNotes = await call(inLiveMode(shop), 'PATCH', '/v1/settings', { number_prefix: 'CN' })
    expect(ofCreditNotes.json).toMatchObject({
      errors: [{ pointer: '/number_prefix', code: 'invalid_prefix' }],
    })
    await call(shop, 'DELETE', '/v1/payout_accounts/NZD')
    expect((await changesOf(shop)).data).toEqual(data)
  })
})

describe('the list of changes', () => {
  it('pages without a gap, filters by setting, and shows no change of the other mode', async () => {
    const shop = await withNewMerchant(world)
    for (const prefix of ['A', 'B', 'C'])
      await call(inLiveMode(shop), 'PATCH', '/v1/settings', { number_prefix: prefix })
    await call(inLiveMode(shop), 'PUT', '/v1/payout_accounts/GBP', ACCOUNT)
    const all = (await changesOf(shop)).data
    const paged: string[] = []
    for (let query = 'limit=2'; query;) {
      const { data, next_cursor: cursor } = await changesOf(shop, query)
      paged.push(...data.map(({ id }) => id))
      query = cursor ? `limit=2&cursor=${cursor}` : ''
    }
    expect(paged).toEqual(all.map(({ id }) => id))
    expect(all.filter(({ mode }) => mode === 'live')).toEqual([])
    const { data } = await changesOf(shop, 'setting=settings')
    expect(data.map(({ before, after }) => [before, after])).toEqual([
      [{ number_prefix: 'B' }, { number_prefix: 'C' }],
      [{ number_prefix: 'A' }, { number_prefix: 'B' }],
      [expect.anything(), { number_prefix: 'A' }],
    ])
    const live = await changesOf(inLiveMode(shop), 'setting=payout_account&limit=1')
    expect(live.data[0]).toMatchObject({
      subject: 'GBP',
      before: { account: { type: 'merchant_account' } },
      after: { account: ACCOUNT },
    })
    const { status, json } = await call(shop, 'GET', '/v1/setting_changes?setting=colour')
    expect([status, json['code']]).toEqual([422, 'invalid_query'])
  })
})
