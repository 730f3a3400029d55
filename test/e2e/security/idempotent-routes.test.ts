import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { routesWithScope } from '../../../api/http/route-scopes.ts'
import { newId } from '../../../db/ids.ts'
import { suppressAddress } from '../../../db/notifications/suppressed-addresses.ts'
import { call, createInvoice, invoiceBody, mustCommand } from '../../clients/client.ts'
import { csvOf, review } from '../../clients/import-client.ts'
import { createRecurring, mustSendRecurringCommand, recurringBody } from '../../clients/recurring-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { someOf } from '../../support/some-of.ts'
import { addMember, addPerson } from '../../support/trust.ts'
import { writingRoutes } from '../../support/writing-routes.ts'
import { inLiveMode } from '../../support/merchant.ts'

const world = useWorld()
const USED_KEY = randomUUID()
const SHOWN_ONCE = ['key', 'secret']

const isOfBothModes = new Set(routesWithScope().flatMap(({ route, isLive }) => (isLive ? [route] : [])))

beforeAll(async () => {
  for (const shop of [world, inLiveMode(world)])
    await call(shop, 'POST', '/v1/recurring_invoices/preview', recurringBody(), {
      'idempotency-key': USED_KEY,
    })
})

interface Prepared {
  path?: string
  body?: unknown
  type?: string
  isRefused?: true
}

const at = (pattern: string, id: string) => pattern.replace(/:\w+/, id)
const draft = async () => (await createInvoice(world, { send: 'draft' })).id
const sent = async () => (await createInvoice(world)).id
const paid = async () => {
  const id = await sent()
  const { payment } = (await mustCommand(world, id, 'payments', { amount: 12_500, method: 'cash' })) as {
    payment?: string
  }
  return { id, payment: payment ?? '' }
}
const onHold = async () => {
  const id = await sent()
  await mustCommand(world, id, 'pause')
  return id
}
const plan = async () => (await createRecurring(world)).id
const pausedPlan = async () => {
  const id = await plan()
  await mustSendRecurringCommand(world, id, 'pause')
  return id
}
const NEW_KEY = { name: 'other', scopes: ['read'] }
const apiKey = async () => (await call<{ id: string }>(world, 'POST', '/v1/api_keys', NEW_KEY)).json.id
const file = async () => (await review(world, csvOf(1))).id

const customerBody = () => ({ name: 'Ada', email: `${randomUUID()}@customer.example` })
const customer = async () =>
  (await call<{ id: string }>(world, 'POST', '/v1/customers', customerBody())).json.id
const HOOK_URL = 'https://hooks.customer.example/duewell'
const hook = async () =>
  (await call<{ id: string }>(world, 'POST', '/v1/webhook_endpoints', { url: HOOK_URL })).json.id
const delivery = async () =>
  (await call<{ id: string }>(world, 'POST', `/v1/webhook_endpoints/${await hook()}/test`)).json.id

const LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="9"/></svg>'

const invitationBody = () => ({ email: `${randomUUID()}@team.example`, role: 'member' })
const member = async () => addMember(world, await addPerson(world, `${randomUUID()}@team.example`))

const INVOICE = '/v1/invoices/:id'
const PLAN = '/v1/recurring_invoices/:id'
const IMPORT = '/v1/imports/:id'
const HOOK = '/v1/webhook_endpoints/:id'
const CUSTOMER = '/v1/customers/:id'

const REQUESTS: Record<string, () => Promise<Prepared>> = {
  'POST /v1/invoices': async () => ({ body: invoiceBody() }),
  [`PATCH ${INVOICE}`]: async () => ({
    path: at(INVOICE, await sent()),
    body: { instructions: 'Thank you' },
  }),
  [`DELETE ${INVOICE}`]: async () => ({ path: at(INVOICE, await draft()) }),
  [`POST ${INVOICE}/send`]: async () => ({ path: `${at(INVOICE, await draft())}/send` }),
  [`POST ${INVOICE}/preview`]: async () => ({ path: `${at(INVOICE, await draft())}/preview` }),
  [`POST ${INVOICE}/remind`]: async () => ({ path: `${at(INVOICE, await sent())}/remind`, body: {} }),
  [`POST ${INVOICE}/pause`]: async () => ({
    path: `${at(INVOICE, await sent())}/pause`,
    body: { note: 'n' },
  }),
  [`POST ${INVOICE}/resume`]: async () => ({ path: `${at(INVOICE, await onHold())}/resume` }),
  [`POST ${INVOICE}/void`]: async () => ({ path: `${at(INVOICE, await sent())}/void` }),
  [`POST ${INVOICE}/link`]: async () => ({ path: `${at(INVOICE, await sent())}/link` }),
  [`POST ${INVOICE}/clock`]: async () => ({
    path: `${at(INVOICE, await sent())}/clock`,
    body: { advance: 'PT1H' },
  }),
  [`POST ${INVOICE}/payments`]: async () => ({
    path: `${at(INVOICE, await sent())}/payments`,
    body: { amount: 1, method: 'cash' },
  }),
  [`POST ${INVOICE}/payments/:payment/undo`]: async () => {
    const { id, payment } = await paid()
    return { path: `${at(INVOICE, id)}/payments/${payment}/undo` }
  },
  [`POST ${INVOICE}/refunds`]: async () => ({
    path: `${at(INVOICE, (await paid()).id)}/refunds`,
    body: { amount: 1, method: 'cash' },
  }),
  [`POST ${INVOICE}/credit_notes`]: async () => ({
    path: `${at(INVOICE, await sent())}/credit_notes`,
    body: { amount: 1 },
  }),
  'POST /v1/recurring_invoices': async () => ({ body: recurringBody() }),
  'POST /v1/recurring_invoices/preview': async () => ({ body: recurringBody({ amount: 7 }) }),
  [`PATCH ${PLAN}`]: async () => ({ path: at(PLAN, await plan()), body: { description: 'Rent' } }),
  [`POST ${PLAN}/pause`]: async () => ({ path: `${at(PLAN, await plan())}/pause` }),
  [`POST ${PLAN}/resume`]: async () => ({ path: `${at(PLAN, await pausedPlan())}/resume` }),
  [`POST ${PLAN}/end`]: async () => ({ path: `${at(PLAN, await plan())}/end` }),
  [`POST ${PLAN}/skip`]: async () => ({ path: `${at(PLAN, await plan())}/skip` }),
  [`POST ${PLAN}/retry`]: async () => ({ path: `${at(PLAN, await plan())}/retry`, isRefused: true }),
  [`POST ${PLAN}/clock`]: async () => ({
    path: `${at(PLAN, await plan())}/clock`,
    body: { advance: 'PT1H' },
  }),
  'POST /v1/imports': async () => ({ body: csvOf(1), type: 'text/csv' }),
  [`PATCH ${IMPORT}`]: async () => ({ path: at(IMPORT, await file()), body: { decimal: 'point' } }),
  [`POST ${IMPORT}/confirm`]: async () => ({
    path: `${at(IMPORT, await file())}/confirm`,
    body: { parse_version: 1 },
  }),
  [`POST ${IMPORT}/pause`]: async () => ({ path: `${at(IMPORT, await file())}/pause`, isRefused: true }),
  [`POST ${IMPORT}/resume`]: async () => ({ path: `${at(IMPORT, await file())}/resume`, isRefused: true }),
  [`POST ${IMPORT}/cancel`]: async () => ({ path: `${at(IMPORT, await file())}/cancel` }),
  'POST /v1/api_keys': async () => ({ body: NEW_KEY }),
  'POST /v1/api_keys/:id/rotate': async () => ({ path: `/v1/api_keys/${await apiKey()}/rotate` }),
  'DELETE /v1/api_keys/:id': async () => ({ path: `/v1/api_keys/${await apiKey()}` }),
  'POST /v1/customers': async () => ({ body: customerBody() }),
  [`PATCH ${CUSTOMER}`]: async () => ({ path: at(CUSTOMER, await customer()), body: { name: 'Grace' } }),
  [`POST ${CUSTOMER}/erase`]: async () => ({ path: `${at(CUSTOMER, await customer())}/erase` }),
  'POST /v1/webhook_endpoints': async () => ({ body: { url: HOOK_URL } }),
  [`PATCH ${HOOK}`]: async () => ({ path: at(HOOK, await hook()), body: { description: 'Accounts' } }),
  [`DELETE ${HOOK}`]: async () => ({ path: at(HOOK, await hook()) }),
  [`POST ${HOOK}/rotate_secret`]: async () => ({ path: `${at(HOOK, await hook())}/rotate_secret` }),
  [`POST ${HOOK}/test`]: async () => ({ path: `${at(HOOK, await hook())}/test` }),
  [`POST ${HOOK}/redeliver`]: async () => ({
    path: `${at(HOOK, await hook())}/redeliver`,
    body: { since: new Date().toISOString() },
  }),
  'POST /v1/webhook_deliveries/:id/redeliver': async () => ({
    path: `/v1/webhook_deliveries/${await delivery()}/redeliver`,
  }),
  'POST /v1/team/invitations': async () => ({ body: invitationBody() }),
  'DELETE /v1/team/invitations/:id': async () => {
    const { json } = await call<{ id: string }>(
      inLiveMode(world),
      'POST',
      '/v1/team/invitations',
      invitationBody(),
    )
    return { path: `/v1/team/invitations/${json.id}` }
  },
  'PATCH /v1/team/members/:id': async () => ({
    path: `/v1/team/members/${await member()}`,
    body: { role: 'accountant' },
  }),
  'DELETE /v1/team/members/:id': async () => ({ path: `/v1/team/members/${await member()}` }),
  'PATCH /v1/email_templates/:kind': async () => ({
    path: '/v1/email_templates/invoice',
    body: { subject: 'Invoice {invoice_number}' },
  }),
  'POST /v1/email_templates/:kind/preview': async () => ({ path: '/v1/email_templates/receipt/preview' }),
  'POST /v1/email_templates/:kind/test': async () => {
    const to = `${randomUUID()}@team.example`
    await addMember(world, await addPerson(world, to))
    return { path: '/v1/email_templates/invoice/test', body: { to } }
  },
  'PATCH /v1/branding': async () => ({ body: { accent: '#FFD400' } }),
  'PUT /v1/branding/logo': async () => ({ body: LOGO, type: 'image/svg+xml' }),
  'DELETE /v1/branding/logo': async () => {
    await call(inLiveMode(world), 'PUT', '/v1/branding/logo', LOGO, { 'content-type': 'image/svg+xml' })
    return {}
  },
  'PATCH /v1/profile': async () => ({ body: { terms: 'Payable at once.' } }),
  'PATCH /v1/settings': async () => ({ body: { number_prefix: 'SHOP' } }),
  'PUT /v1/payout_accounts/:currency': async () => ({
    path: '/v1/payout_accounts/EUR',
    body: { type: 'merchant_account' },
  }),
  'DELETE /v1/payout_accounts/:currency': async () => {
    await call(world, 'PUT', '/v1/payout_accounts/EUR', { type: 'merchant_account' })
    return { path: '/v1/payout_accounts/EUR' }
  },
  'POST /v1/reconciliation/:id/acknowledge': async () => {
    const id = newId('fnd')
    await world.em.fork().execute(
      `insert into reconciliation_finding (id, rail, mode, currency, kind, discriminator, at, invoice_id)
       values (?, 'truelayer', 'test', 'GBP', 'payment_missing', ?, now(), ?)`,
      [id, id, await sent()],
    )
    return { path: `/v1/reconciliation/${id}/acknowledge`, body: { note: 'seen' } }
  },
  'DELETE /v1/suppressed_addresses/:address': async () => {
    const suppressed = { merchantId: world.merchantId, mode: 'test', channel: 'sms' } as const
    await suppressAddress(world.em.fork(), { ...suppressed, address: '+447700900999' }, 'bounced')
    return { path: `/v1/suppressed_addresses/${encodeURIComponent('+447700900999')}` }
  },
}

const SOME_REQUESTS = someOf(Object.entries(REQUESTS), 2)

describe('an Idempotency-Key', () => {
  it('is tried here at every route that writes', () => {
    expect(Object.keys(REQUESTS).toSorted()).toEqual(writingRoutes(world))
  })

  it.each(SOME_REQUESTS)('gets the same answer again from %s', async (route, prepare) => {
    const [method = '', pattern = ''] = route.split(' ')
    const { path = pattern, body, type = 'application/json', isRefused } = await prepare()
    const shop = isOfBothModes.has(route) ? inLiveMode(world) : world
    const send = (key: string) =>
      call(shop, method, path, body, { 'idempotency-key': key, 'content-type': type })
    const used = await send(USED_KEY)
    expect([used.status, used.json['code']]).toEqual([422, 'idempotency_key_reused'])
    if (isRefused) return
    const key = randomUUID()
    const first = await send(key)
    expect(first.status, JSON.stringify(first.json)).toBeLessThan(300)
    expect(first.headers.get('idempotency-replayed')).toBeNull()
    const again = await send(key)
    const hidden = Object.fromEntries(
      SHOWN_ONCE.filter((name) => name in first.json).map((name) => [name, null]),
    )
    expect({ status: again.status, json: again.json }).toEqual({
      status: first.status,
      json: { ...first.json, ...hidden },
    })
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect(again.headers.get('idempotency-replayed')).toBe('true')
  })

  it('leaves nothing readable in the stored answers', async () => {
    const rows = await world.em
      .fork()
      .execute<{ body: Buffer }[]>(
        'select response_body as body from idempotency_key where response_body is not null',
      )
    expect(rows.length).toBeGreaterThan(20)
    for (const { body } of rows) {
      const text = body.toString('latin1')
      for (const word of ['Ada', 'customer', '"id"', '/pay/', 'lnk_', 'inv_', 'whsec_'])
        expect(text).not.toContain(word)
    }
  })
})

describe('a file that is uploaded with an Idempotency-Key', () => {
  const upload = (csv: string, key: string, query = '') =>
    call(world, 'POST', `/v1/imports${query}`, csv, { 'idempotency-key': key, 'content-type': 'text/csv' })

  it('is uploaded before for another key, and is another request with other settings', async () => {
    const csv = csvOf(1)
    const key = randomUUID()
    const first = await upload(csv, key)
    const other = await upload(csv, randomUUID())
    expect([first.status, first.json['already_uploaded']]).toEqual([201, false])
    expect([other.status, other.json['already_uploaded'], other.json['id']]).toEqual([
      200,
      true,
      first.json['id'],
    ])
    expect((await upload(csv, key, '?decimal=comma')).json['code']).toBe('idempotency_key_reused')
    expect((await upload(csvOf(1), key)).json['code']).toBe('idempotency_key_reused')
  })

  it('is one import when it is uploaded many times at once', async () => {
    const csv = csvOf(1)
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 10 }, () => upload(csv, key)))
    const ids = new Set(answers.flatMap(({ status, json }) => (status === 409 ? [] : [json['id']])))
    for (const { status } of answers) expect([201, 409]).toContain(status)
    expect(ids.size).toBe(1)
    const sql = `select id from import where status = 'uploading' and merchant_id = ?`
    const left = await world.em.fork().execute(sql, [world.merchantId])
    expect(left).toEqual([])
  })
})
