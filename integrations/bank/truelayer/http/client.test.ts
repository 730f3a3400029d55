import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../../../sandbox/testing.ts'
import { requestOf, startTrueLayer, type TrueLayerWorld } from '../../../../test/support/truelayer.ts'
import { type PaymentRequest, RailUnavailableError } from '../../rail.ts'
import { createTrueLayerRail } from '../rail.ts'

let world: TrueLayerWorld
beforeAll(async () => {
  world = await startTrueLayer()
})
afterAll(() => world.close())
beforeEach(() => {
  world.rail = createTrueLayerRail(world.options)
  world.logged.length = 0
})
afterEach(async () => {
  vi.useRealTimers()
  world.proxy.clear()
  await fetch(`${world.sandbox.bankUrl}/sandbox/fail-next`, { method: 'DELETE' })
})

const create = (request: PaymentRequest, { rail } = world) =>
  rail.createPayment(request.attemptId, rail.preparePayment(request))
const pay = async () => {
  const created = await create(requestOf())
  return created.outcome === 'created' ? created.providerPaymentId : created.reason
}
const countOf = (line: string) => world.proxy.seen.filter((one) => one === line).length
const TOKEN = 'POST /connect/token'
const failNext = (operation: string, status: number, times = 1) =>
  world.control('fail-next', { operation, status, times })

describe("TrueLayer's access token", () => {
  it('fetches one access token for concurrent requests', async () => {
    const before = countOf(TOKEN)
    await Promise.all(Array.from({ length: 20 }, () => create(requestOf())))
    expect(countOf(TOKEN)).toBe(before + 1)
  })

  it('renews the access token once when concurrent requests get 401', async () => {
    const id = await pay()
    const before = countOf(TOKEN)
    const rewrite = (json: unknown) => ({ ...(json as object), access_token: 'outdated' })
    world.proxy.plan({ method: 'POST', path: /token/, fault: { kind: 'rewrite', rewrite } })
    const rail = createTrueLayerRail(world.options)
    const reports = await Promise.all(Array.from({ length: 20 }, () => rail.readPayment(id)))
    expect(reports.every(({ status }) => status === 'authorizing')).toBe(true)
    expect(countOf(TOKEN)).toBe(before + 2)
    expect(world.logged).toEqual([])
  })

  it('fetches the access token again after a failure', async () => {
    world.proxy.plan({ method: 'POST', path: /token/, fault: { kind: 'status', status: 503 } })
    const both = await Promise.allSettled([create(requestOf()), create(requestOf())])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await create(requestOf())).toMatchObject({ outcome: 'created' })
  })

  it('fetches no access token until Retry-After of a 429 has passed', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }
    world.proxy.plan({ method: 'POST', path: /token/, fault: { kind: 'status', status: 429, headers } })
    await expect(create(requestOf())).rejects.toThrow('429')
    const before = countOf(TOKEN)
    await expect(create(requestOf())).rejects.toThrow('longer pause')
    expect(countOf(TOKEN)).toBe(before)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    expect(await create(requestOf())).toMatchObject({ outcome: 'created' })
    expect(countOf(TOKEN)).toBe(before + 1)
  })

  it('logs a refused client for operators, without its secret', async () => {
    const rail = createTrueLayerRail({ ...world.options, clientSecret: 'not-the-secret' })
    await expect(create(requestOf(), { ...world, rail })).rejects.toThrow(RailUnavailableError)
    expect(world.logged).toEqual([
      {
        fields: {
          rail: 'truelayer',
          status: 400,
          error: 'invalid_client',
          hint: expect.stringContaining('client id'),
        },
        event: 'rail.token_refused',
      },
    ])
    expect(JSON.stringify(world.logged)).not.toContain('not-the-secret')
  })
})

describe('a final answer of TrueLayer', () => {
  it('logs a refused signature for operators', async () => {
    const rail = createTrueLayerRail({ ...world.options, keyId: 'another-key' })
    await expect(create(requestOf(), { ...world, rail })).rejects.toThrow(RailUnavailableError)
    expect(world.logged).toHaveLength(1)
    expect(world.logged[0]).toMatchObject({
      fields: {
        status: 401,
        path: '/v3/payments',
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
        hint: expect.stringContaining('signing key'),
      },
      event: 'rail.request_refused',
    })
  })

  it('logs a 403 for operators, and refuses the payment', async () => {
    await failNext('create_payment', 403)
    expect(await create(requestOf())).toEqual({ outcome: 'refused', reason: 'forbidden' })
    await failNext('get_payment', 403)
    await expect(world.rail.readPayment('any')).rejects.toThrow('403')
    expect(world.logged.map(({ fields }) => [fields['status'], fields['method'], fields['title']])).toEqual([
      [403, 'POST', 'Forbidden'],
      [403, 'GET', 'Forbidden'],
    ])
    expect(JSON.stringify(world.logged)).not.toMatch(/Bearer|secret|Ada/)
  })

  it('logs a 403 of a proxy, and leaves the outcome unknown', async () => {
    const answer = { kind: 'status', status: 403, body: '<h1>Blocked</h1>' } as const
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: answer })
    await expect(create(requestOf())).rejects.toThrow(RailUnavailableError)
    expect(world.logged).toHaveLength(1)
  })

  it('refuses a second body under the same idempotency key, and creates no payment', async () => {
    const request = requestOf()
    await create(request)
    const before = (await world.payments()).length
    const other = world.rail.preparePayment({ ...request, remittanceReference: 'INV-0002' })
    expect(await world.rail.createPayment(request.attemptId, other)).toEqual({
      outcome: 'refused',
      reason: 'idempotency_key_reuse',
    })
    expect(world.logged[0]?.fields['status']).toBe(422)
    expect(await world.payments()).toHaveLength(before)
  })
})

describe('a retryable answer of TrueLayer', () => {
  it.each([408, 409, 425, 429, 500, 502, 503, 504])(
    'throws RailUnavailableError for status %d, and a retry creates one payment',
    async (status) => {
      const before = (await world.payments()).length
      const request = requestOf()
      await failNext('create_payment', status)
      await expect(create(request)).rejects.toThrow(RailUnavailableError)
      expect(await create(request)).toMatchObject({ outcome: 'created' })
      expect(await world.payments()).toHaveLength(before + 1)
      expect(world.logged).toEqual([])
    },
  )

  it('throws RailUnavailableError for any error with tl-should-retry', async () => {
    const headers = { 'tl-should-retry': 'true' }
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'status', status: 400, headers } })
    await expect(create(requestOf())).rejects.toThrow(RailUnavailableError)
  })

  it('throws RailUnavailableError for a repetition while the first request is in progress', async () => {
    await world.control('fail-next', { operation: 'create_payment', mode: 'slow', delay_ms: 60_000 })
    const request = requestOf()
    const first = create(request)
    await eventually(async () => {
      const planned = await fetch(`${world.sandbox.bankUrl}/sandbox/fail-next`)
      return ((await planned.json()) as { faults: object[] }).faults.length === 0
    })
    await expect(create(request)).rejects.toThrow('409')
    await fetch(`${world.sandbox.bankUrl}/sandbox/fail-next`, { method: 'DELETE' })
    const created = await first
    expect(await create(request)).toEqual(created)
  })

  it('delays the next request until Retry-After of a 429 has passed', async () => {
    const headers = { 'retry-after': '1' }
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'status', status: 429, headers } })
    const request = requestOf()
    const startedAt = performance.now()
    await expect(create(request)).rejects.toThrow('429')
    await create(request)
    expect(performance.now() - startedAt).toBeGreaterThan(900)
  })

  it('sends nothing when Retry-After is longer than a payer would wait', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'status', status: 429, headers } })
    await expect(create(requestOf())).rejects.toThrow('429')
    const sent = world.proxy.seen.length
    await expect(create(requestOf())).rejects.toThrow('longer pause')
    expect(world.proxy.seen).toHaveLength(sent)
  })
})

describe('an unexpected answer of TrueLayer', () => {
  it.each([null, [], 7, { id: 7 }, { status: 'authorizing' }])(
    'leaves the outcome unknown after the answer %j',
    async (body) => {
      world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'rewrite', rewrite: () => body } })
      const request = requestOf()
      await expect(create(request)).rejects.toThrow(RailUnavailableError)
      expect(await create(request)).toMatchObject({ outcome: 'created' })
    },
  )

  it.each([
    [12.5, '12.5'],
    [-1, '-1'],
    [2 ** 53, '9007199254740992'],
    ['100', '_100_'],
    [null, 'null'],
  ])('keeps the text of the unreadable amount %j, and reads the status', async (amount, text) => {
    const id = await pay()
    const rewrite = (json: unknown) => ({ ...(json as object), amount_in_minor: amount })
    world.proxy.plan({ method: 'GET', path: /payments\//, fault: { kind: 'rewrite', rewrite } })
    const report = await world.rail.readPayment(id)
    expect(report).toMatchObject({ status: 'authorizing', unreadableAmount: `${text}/GBP` })
    expect(report.amount).toBeUndefined()
  })

  it('logs a payment with an unknown status for operators', async () => {
    const id = await pay()
    const rewrite = (json: unknown) => ({ ...(json as object), status: 'a new status' })
    world.proxy.plan({ method: 'GET', path: /payments\//, fault: { kind: 'rewrite', rewrite } })
    expect(await world.rail.readPayment(id)).toMatchObject({
      status: 'authorizing',
      unknownStatus: 'a_new_status',
    })
    expect(world.logged).toMatchObject([
      { event: 'rail.status_unknown', fields: { rail: 'truelayer', subject: id, status: 'a_new_status' } },
    ])
  })

  it('logs the field of an answer that cannot be read, without the content', async () => {
    const id = await pay()
    const rewrite = () => ({ status: { secret: 'value' } })
    world.proxy.plan({ method: 'GET', path: /payments\//, fault: { kind: 'rewrite', rewrite } })
    await expect(world.rail.readPayment(id)).rejects.toThrow('unknown format')
    expect(world.logged).toMatchObject([
      { event: 'rail.answer_unreadable', fields: { rail: 'truelayer', status: 200, field: 'status' } },
    ])
    expect(JSON.stringify(world.logged)).not.toContain('secret')
  })

  it.each([null, 'no', { title: 7 }])(
    'refuses a payment with the status as the reason when the error body is %j',
    async (body) => {
      const answer = { kind: 'rewrite', rewrite: () => body, status: 400 } as const
      world.proxy.plan({ method: 'POST', path: /payments$/, fault: answer })
      expect(await create(requestOf())).toEqual({ outcome: 'refused', reason: 'status_400' })
    },
  )

  it('ignores unknown fields of an answer', async () => {
    const rewrite = (json: unknown) => ({ ...(json as object), a_new_field: { deep: [1] } })
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'rewrite', rewrite } })
    expect(await create(requestOf())).toMatchObject({ outcome: 'created' })
  })
})
