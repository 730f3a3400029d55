import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../../../../sandbox/testing.ts'
import { orderOf, startTrueLayer, type TrueLayerWorld } from '../../../../test/support/truelayer.ts'
import { type PaymentOrder, RailUnavailableError } from '../../rail.ts'
import { createTrueLayerRail } from '../rail.ts'

let world: TrueLayerWorld
beforeAll(async () => {
  world = await startTrueLayer()
})
afterAll(() => world.close())
beforeEach(() => {
  // A rail of its own for each claim: what one learnt about tokens and pace is not for the next.
  world.rail = createTrueLayerRail(world.options)
  world.told.length = 0
})
afterEach(async () => {
  world.proxy.clear()
  await fetch(`${world.sandbox.bankUrl}/sandbox/fail-next`, { method: 'DELETE' })
})

const create = (order: PaymentOrder, { rail } = world) =>
  rail.createPayment(order.attemptId, rail.preparePayment(order))
const pay = async () => {
  const created = await create(orderOf())
  return created.outcome === 'created' ? created.providerPaymentId : created.reason
}
const countOf = (request: string) => world.proxy.seen.filter((one) => one === request).length
const TOKEN = 'POST /connect/token'
const failNext = (operation: string, status: number, times = 1) =>
  world.control('fail-next', { operation, status, times })

describe('the access token', () => {
  it('is fetched once for however many ask at the same time', async () => {
    const before = countOf(TOKEN)
    await Promise.all(Array.from({ length: 20 }, () => create(orderOf())))
    expect(countOf(TOKEN)).toBe(before + 1)
  })

  it('is renewed once when many learn at the same time that it is not good any more', async () => {
    const id = await pay()
    const before = countOf(TOKEN)
    world.proxy.plan({ method: 'GET', path: /payments/, times: 20, fault: { kind: 'status', status: 401 } })
    const readings = await Promise.all(Array.from({ length: 20 }, () => world.rail.readPayment(id)))
    expect(readings.every(({ status }) => status === 'authorizing')).toBe(true)
    expect(countOf(TOKEN)).toBe(before + 1)
    expect(world.told).toEqual([])
  })

  it('that could not be had is asked for again by who comes next', async () => {
    world.proxy.plan({ method: 'POST', path: /token/, fault: { kind: 'status', status: 503 } })
    const both = await Promise.allSettled([create(orderOf()), create(orderOf())])
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await create(orderOf())).toMatchObject({ outcome: 'created' })
  })

  it('that is refused is for operators to see, without the secret', async () => {
    const rail = createTrueLayerRail({ ...world.options, clientSecret: 'not-the-secret' })
    await expect(create(orderOf(), { ...world, rail })).rejects.toThrow(RailUnavailableError)
    expect(world.told).toEqual([
      { facts: { status: 400, error: 'invalid_client' }, sentence: expect.stringContaining('client id') },
    ])
    expect(JSON.stringify(world.told)).not.toContain('not-the-secret')
  })
})

describe('an answer that no other try will change', () => {
  it('is told to operators when it is a signature that is not accepted', async () => {
    const rail = createTrueLayerRail({ ...world.options, keyId: 'another-key' })
    await expect(create(orderOf(), { ...world, rail })).rejects.toThrow(RailUnavailableError)
    expect(world.told).toHaveLength(1)
    expect(world.told[0]).toMatchObject({
      facts: { status: 401, path: '/v3/payments', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) },
      sentence: expect.stringContaining('signing key'),
    })
  })

  it('is told to operators, and refuses the payment, when it is 403', async () => {
    await failNext('create_payment', 403)
    expect(await create(orderOf())).toEqual({ outcome: 'refused', reason: 'forbidden' })
    await failNext('get_payment', 403)
    await expect(world.rail.readPayment('any')).rejects.toThrow('403')
    expect(world.told.map(({ facts }) => [facts['status'], facts['method'], facts['title']])).toEqual([
      [403, 'POST', 'Forbidden'],
      [403, 'GET', 'Forbidden'],
    ])
    expect(JSON.stringify(world.told)).not.toMatch(/Bearer|secret|Ada/)
  })

  it('is no outcome, but told, when a 403 comes from somebody else on the way', async () => {
    const answer = { kind: 'status', status: 403, body: '<h1>Blocked</h1>' } as const
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: answer })
    await expect(create(orderOf())).rejects.toThrow(RailUnavailableError)
    expect(world.told).toHaveLength(1)
  })

  it('refuses a body that is not the one its key came with, and creates nothing', async () => {
    const order = orderOf()
    await create(order)
    const before = (await world.payments()).length
    const other = world.rail.preparePayment({ ...order, reference: 'INV-0002' })
    expect(await world.rail.createPayment(order.attemptId, other)).toEqual({
      outcome: 'refused',
      reason: 'idempotency_key_reuse',
    })
    expect(world.told[0]?.facts['status']).toBe(422)
    expect(await world.payments()).toHaveLength(before)
  })
})

describe('an answer after which to try again', () => {
  it.each([408, 409, 425, 429, 500, 502, 503, 504])('is %d', async (status) => {
    const before = (await world.payments()).length
    const order = orderOf()
    await failNext('create_payment', status)
    await expect(create(order)).rejects.toThrow(RailUnavailableError)
    expect(await create(order)).toMatchObject({ outcome: 'created' })
    expect(await world.payments()).toHaveLength(before + 1)
    expect(world.told).toEqual([])
  })

  it('is any error that says so itself', async () => {
    const headers = { 'tl-should-retry': 'true' }
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'status', status: 400, headers } })
    await expect(create(orderOf())).rejects.toThrow(RailUnavailableError)
  })

  it('is the one of the first request, while that is still at work', async () => {
    await world.control('fail-next', { operation: 'create_payment', mode: 'slow', delay_ms: 300 })
    const order = orderOf()
    const before = countOf('POST /v3/payments')
    const first = create(order)
    await eventually(() => countOf('POST /v3/payments') === before + 1)
    await expect(create(order)).rejects.toThrow('409')
    expect(await create(order).catch(() => first)).toEqual(await first)
  })

  it('is waited with for as long as a 429 says', async () => {
    const headers = { 'retry-after': '1' }
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'status', status: 429, headers } })
    const order = orderOf()
    await expect(create(order)).rejects.toThrow('429')
    const asked = performance.now()
    await create(order)
    expect(performance.now() - asked).toBeGreaterThan(900)
  })

  it('is not waited with where a payer would wait too long: then nothing is sent', async () => {
    const headers = { 'retry-after': new Date(Date.now() + 60_000).toUTCString() }
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'status', status: 429, headers } })
    await expect(create(orderOf())).rejects.toThrow('429')
    const sent = world.proxy.seen.length
    await expect(create(orderOf())).rejects.toThrow('asked us to wait')
    expect(world.proxy.seen).toHaveLength(sent)
  })
})

describe('an answer in another shape', () => {
  it.each([null, [], 7, { id: 7 }, { status: 'authorizing' }])('is no outcome: %j', async (body) => {
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'rewrite', rewrite: () => body } })
    const order = orderOf()
    await expect(create(order)).rejects.toThrow(RailUnavailableError)
    expect(await create(order)).toMatchObject({ outcome: 'created' })
  })

  it.each([12.5, -1, 2 ** 53, '100', null])('tells no amount by %j', async (amount) => {
    const created = await create(orderOf())
    if (created.outcome !== 'created') throw new Error('refused')
    const rewrite = (json: unknown) => ({ ...(json as object), amount_in_minor: amount })
    world.proxy.plan({ method: 'GET', path: /payments\//, fault: { kind: 'rewrite', rewrite } })
    const reading = world.rail.readPayment(created.providerPaymentId)
    await expect(reading).rejects.toThrow(RailUnavailableError)
  })

  it.each([null, 'no', { title: 7 }])('refuses with its status alone: %j', async (body) => {
    const answer = { kind: 'rewrite', rewrite: () => body, status: 400 } as const
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: answer })
    expect(await create(orderOf())).toEqual({ outcome: 'refused', reason: 'status_400' })
  })

  it('may have fields that nobody knows', async () => {
    const rewrite = (json: unknown) => ({ ...(json as object), a_new_field: { deep: [1] } })
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'rewrite', rewrite } })
    expect(await create(orderOf())).toMatchObject({ outcome: 'created' })
  })
})
