import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../testing.ts'
import { fetchToken, nextUri, order, startTestBank, type TestBank } from '../testing.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await startTestBank()
})
afterAll(async () => {
  await bank.stop()
  await bank.receiver.close()
})

const NO_ALGORITHM = Buffer.from(
  JSON.stringify({ alg: 'none', kid: 'kid-1', tl_version: '2', tl_headers: 'Idempotency-Key' }),
).toString('base64url')
const create = (body: unknown, options = {}) => bank.post('/v3/payments', body, options)
const paymentCount = async () => ((await bank.control('payments')).body['payments'] as unknown[]).length

describe('access', () => {
  it('refuses a wrong client secret', async () => {
    expect(await fetchToken(bank.url, 'wrong')).toBe('undefined')
  })

  it('accepts credentials as JSON and as a form', async () => {
    const grant = { grant_type: 'client_credentials', client_id: 'client', client_secret: 'secret' }
    const response = await fetch(`${bank.url}/connect/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...grant, scope: 'payments' }),
    })
    expect(await response.json()).toMatchObject({ expires_in: 3600, token_type: 'Bearer' })
  })

  it('refuses a token that has expired', async () => {
    const token = await fetchToken(bank.url)
    bank.database.exec(`update bank_token set expires_at = 1 where token = '${token}'`)
    const { status, body } = await bank.get('/v3/payments/any', token)
    expect(status).toBe(401)
    expect(body).toMatchObject({
      title: 'Unauthenticated',
      trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  it.each([
    ['another body than was signed', { sent: JSON.stringify(order({ amount_in_minor: 1 })) }],
    ['a signature without the idempotency key', { unsignedKey: true }],
    ['an unknown key id', { kid: 'kid-2' }],
    ['a signature for another path', { signedPath: '/v3/payouts' }],
    ['an invalid signature', { forge: () => 'AAAA' }],
    ['half a signature', { forge: (made: string) => made.slice(0, -60) }],
    ['no algorithm', { forge: (made: string) => made.replace(/^[^.]+/, NO_ALGORITHM) }],
  ])('refuses %s', async (_, options) => {
    expect(await create(order(), options)).toMatchObject({ status: 401, body: { status: 401 } })
  })

  it('lets a resource token read its own payment and no other', async () => {
    const mine = await bank.pay()
    const other = await bank.pay()
    expect((await bank.get(`/v3/payments/${mine.id}`, mine.resourceToken)).status).toBe(200)
    expect((await bank.get(`/v3/payments/${other.id}`, mine.resourceToken)).status).toBe(403)
    expect((await create(order(), { token: mine.resourceToken })).status).toBe(403)
  })
})

describe('the creation of a payment', () => {
  it('begins the authorisation when the request contains it', async () => {
    const created = await create(order())
    expect(created).toMatchObject({ status: 201, body: { status: 'authorizing' } })
    expect(nextUri(created)).toContain(`${bank.url}/bank/authorize/${String(created.body['id'])}?key=`)
    expect((await bank.get(`/v3/payments/${String(created.body['id'])}`)).body).toMatchObject({
      amount_in_minor: 125_000,
      status: 'authorizing',
      metadata: { invoice_id: 'inv_1' },
      payment_method: { provider_selection: { scheme_id: 'faster_payments_service' } },
    })
  })

  it('begins the authorisation later, once', async () => {
    const { status, body } = await create(order({ authorization_flow: undefined }))
    expect({ status, state: body['status'] }).toEqual({ status: 201, state: 'authorization_required' })
    const path = `/v3/payments/${String(body['id'])}/authorization-flow`
    const flow = { redirect: { return_uri: 'http://127.0.0.1:9/return' } }
    expect(nextUri(await bank.post(path, flow))).toContain('/bank/authorize/')
    expect(await bank.post(path, flow)).toMatchObject({ status: 400, body: { title: 'Invalid State' } })
  })

  it('offers banks to choose from, and accepts one of them', async () => {
    const selection = { type: 'user_selected', filter: { countries: ['GB'] } }
    const flow = { redirect: { return_uri: 'http://127.0.0.1:9/return' }, provider_selection: {} }
    const created = await create(order({ authorization_flow: flow }, { provider_selection: selection }))
    const next = created.body['authorization_flow'] as { actions: { next: { providers: { id: string }[] } } }
    expect(next.actions.next.providers.map(({ id }) => id)).toContain('sandbox-pebble')
    const path = `/v3/payments/${String(created.body['id'])}/authorization-flow/actions/provider-selection`
    expect((await bank.post(path, { provider_id: 'sandbox-dijkbank' })).status).toBe(400)
    expect(nextUri(await bank.post(path, { provider_id: 'sandbox-pebble' }))).toContain('/bank/authorize/')
  })

  const toEuros = { type: 'merchant_account', merchant_account_id: 'account-eur', reference: 'INV-1' }
  const instantOnly = { type: 'instant_only' }
  it.each<[string, object]>([
    ['amount_in_minor', order({ amount_in_minor: 10.5 })],
    ['amount_in_minor', order({ amount_in_minor: 0 })],
    ['currency', order({ currency: 'DKK' })],
    ['user', order({ user: { name: 'Ada' } })],
    ['user.phone', order({ user: { name: 'Ada', phone: '020 7946 0000' } })],
    [
      'metadata',
      order({ metadata: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`k${n}`, 'v'])) }),
    ],
    ['metadata.count', order({ metadata: { count: 1 } })],
    [
      'authorization_flow.redirect.return_uri',
      order({ authorization_flow: { redirect: { return_uri: 'x' } } }),
    ],
    ['payment_method.type', order({}, { type: 'card' })],
    ['payment_method.beneficiary.merchant_account_id', order({}, { beneficiary: toEuros })],
    ['payment_method.beneficiary.reference', order({}, { beneficiary: { ...toEuros, reference: 'A^B' } })],
    [
      'payment_method.provider_selection.provider_id',
      order({}, { provider_selection: preselected('no-bank') }),
    ],
    [
      'payment_method.provider_selection.scheme_selection',
      order(
        { currency: 'EUR' },
        { beneficiary: toEuros, provider_selection: preselected('sandbox-dijkbank', instantOnly) },
      ),
    ],
    [
      'payment_method.beneficiary.account_identifier.iban',
      order(
        { currency: 'EUR' },
        {
          provider_selection: preselected('sandbox-dijkbank'),
          beneficiary: {
            type: 'external_account',
            account_holder_name: 'Larkspur',
            reference: 'INV-1',
            account_identifier: { type: 'iban', iban: 'NL91ABNA0417164301' },
          },
        },
      ),
    ],
  ])('names the wrong field: %s', async (field, body) => {
    const answer = await create(body)
    expect(answer).toMatchObject({
      status: 400,
      body: { type: 'https://docs.truelayer.com/docs/error-types#invalid-parameters', status: 400 },
    })
    expect(Object.keys(answer.body['errors'] as object)).toContain(field)
  })
})

describe('an idempotency key', () => {
  it('repeats the answer to the same request, and creates one payment', async () => {
    const key = randomUUID()
    const before = await paymentCount()
    const first = await create(order(), { key })
    expect(await create(order(), { key })).toEqual(first)
    expect(await paymentCount()).toBe(before + 1)
  })

  it('refuses a key that another body used', async () => {
    const key = randomUUID()
    await create(order(), { key })
    const answer = await create(order({ amount_in_minor: 7 }), { key })
    expect(answer).toMatchObject({ status: 422, body: { title: 'Idempotency-Key Reuse' } })
  })

  it('answers with a conflict while the first request with a key runs', async () => {
    const key = randomUUID()
    await bank.control('fail-next', { operation: 'create_payment', mode: 'slow', delay_ms: 60_000 })
    const first = create(order(), { key })
    await eventually(async () => ((await bank.control('fail-next')).body['faults'] as []).length === 0)
    expect(await create(order(), { key })).toMatchObject({ status: 409 })
    await fetch(`${bank.url}/sandbox/fail-next`, { method: 'DELETE' })
    expect((await first).status).toBe(201)
  })
})

describe('a planned failure', () => {
  it('fails the planned number of requests', async () => {
    await bank.control('fail-next', { operation: 'create_payment', status: 429, times: 2 })
    const statuses = [await create(order()), await create(order()), await create(order())]
    expect(statuses.map(({ status }) => status)).toEqual([429, 429, 201])
  })

  it.each([
    ['timeout_after_accept', 1],
    ['timeout_before_accept', 0],
  ])('gives the client no answer for %s, and creates %d payments', async (mode, created) => {
    const before = await paymentCount()
    await bank.control('fail-next', { operation: 'create_payment', mode })
    const key = randomUUID()
    void create(order(), { key }).catch(() => 'no answer')
    await eventually(async () => ((await bank.control('fail-next')).body['faults'] as []).length === 0)
    await eventually(async () => (await paymentCount()) === before + created)
    expect((await create(order(), { key })).status).toBe(201)
    expect(await paymentCount()).toBe(before + 1)
  })
})

describe('the banks', () => {
  it('finds banks by currency, country, segment and channel', async () => {
    const search = async (body: object) => {
      const { items } = (await bank.post('/v3/payments-providers/search', body)).body as { items: Listed[] }
      return items
    }
    interface Listed {
      id: string
      country_code: string
      logo_uri: string
    }
    const flow = { authorization_flow: { configuration: { redirect: {} } } }
    const euro = await search({ ...flow, currencies: ['EUR'] })
    expect(new Set(euro.map((bank_) => bank_.country_code)).size).toBeGreaterThanOrEqual(5)
    expect(euro.map(({ id }) => id)).not.toContain('sandbox-collina')
    const beta = await search({ ...flow, countries: ['IT'], release_channel: 'public_beta' })
    expect(beta.map(({ id }) => id)).toEqual(['sandbox-ponteverde', 'sandbox-collina'])
    const business = await search({ ...flow, currencies: ['GBP'], customer_segments: ['business'] })
    expect(business.map(({ id }) => id)).not.toContain('sandbox-northgate')
    expect(await search({ authorization_flow: { configuration: { embedded: {} } } })).toEqual([])
    const logo = await fetch(euro[0]?.logo_uri ?? '')
    expect(logo.headers.get('content-type')).toBe('image/svg+xml')
    expect((await bank.get('/v3/payments-providers/sandbox-pebble')).body['display_name']).toBe('Pebble')
    expect((await bank.get('/v3/payments-providers/none')).status).toBe(404)
  })
})

function preselected(id: string, scheme: object = { type: 'instant_preferred' }): object {
  return { type: 'preselected', provider_id: id, scheme_selection: scheme }
}
