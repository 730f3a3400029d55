import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { orderOf, startTrueLayer, type TrueLayerWorld } from '../../../../test/support/truelayer.ts'
import { type PaymentOrder, RailUnavailableError } from '../../rail.ts'

let world: TrueLayerWorld
beforeAll(async () => {
  world = await startTrueLayer()
})
afterAll(() => world.close())
beforeEach(() => {
  world.told.length = 0
})
afterEach(() => world.proxy.clear())

const create = (order: PaymentOrder) =>
  world.rail.createPayment(order.attemptId, world.rail.preparePayment(order))
/** The sandbox chooses what comes before the bank's page by the amount. */
const orderFor = (amount: bigint, changes: Partial<PaymentOrder> = {}) => {
  const order = orderOf(changes)
  return { ...order, amount: { ...order.amount, amount } }
}

const WALKED = [
  ['the bank to be chosen', 1_041n, ['provider-selection']],
  ['the payer’s consent', 1_042n, ['consent']],
  ['both', 1_043n, ['provider-selection', 'consent']],
] as const

const REFUSED = [
  ['form', 1_044n, 'bank_needs_form'],
  ['wait', 1_045n, 'bank_needs_app'],
  ['retry', 1_046n, 'bank_needs_retry'],
  ['scheme_selection', 1_047n, 'bank_needs_scheme'],
  ['user_account_selection', 1_048n, 'bank_needs_account'],
  ['a word that nobody knows', 1_049n, 'bank_needs_something_else'],
] as const

/** The actions that were sent since then. */
const actionsSince = (before: number) =>
  world.proxy.seen
    .slice(before)
    .map((one) => /authorization-flow\/actions\/(.+)$/.exec(one)?.[1])
    .filter(Boolean)
const next = (change: unknown) => (json: unknown) => ({
  ...(json as object),
  authorization_flow: { actions: { next: change } },
})

describe('the way to the bank', () => {
  it.each(WALKED)('is walked when TrueLayer asks for %s', async (_what, amount, actions) => {
    const before = world.proxy.seen.length
    const created = await create(orderFor(amount))
    expect(created).toMatchObject({ outcome: 'created', redirectUrl: expect.stringContaining('/authorize/') })
    expect(actionsSince(before)).toEqual(actions)
    const page = await fetch(created.outcome === 'created' ? created.redirectUrl : '')
    expect(await page.text()).toContain('Harbour &amp; Vale')
    expect(world.told).toEqual([])
  })

  it.each(WALKED.flatMap(([, amount, actions]) => actions.map((action) => [amount, action] as const)))(
    'goes on where it was lost, as the same payment: %d, %s',
    async (amount, action) => {
      const before = (await world.payments()).length
      const order = orderFor(amount)
      for (const kind of ['hang', 'drop', 'cut'] as const) {
        world.proxy.plan({ method: 'POST', path: new RegExp(`${action}$`), fault: { kind } })
        await expect(create(order)).rejects.toThrow(RailUnavailableError)
      }
      expect(await create(order)).toMatchObject({ outcome: 'created' })
      expect(await create(order)).toEqual(await create(order))
      expect(await world.payments()).toHaveLength(before + 1)
    },
  )

  it('goes on as the payment itself tells when TrueLayer has forgotten what it answered', async () => {
    const order = orderFor(1_043n)
    await create(order)
    // Its answers to the keys of this attempt are gone: the same steps are not the next ones any more.
    const problem = { title: 'Invalid State', status: 400 }
    const forgotten = { kind: 'rewrite', status: 400, rewrite: () => problem } as const
    world.proxy.plan({ method: 'POST', path: /provider-selection$/, fault: forgotten })
    expect(await create(order)).toMatchObject({
      outcome: 'created',
      redirectUrl: expect.stringContaining('/authorize/'),
    })
  })

  it('begins where the payment was created without it', async () => {
    const rewrite = (json: unknown) => ({
      ...(json as object),
      status: undefined,
      authorization_flow: undefined,
    })
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'rewrite', rewrite } })
    expect(await create(orderFor(12_500n))).toMatchObject({ outcome: 'created' })
  })

  it('is found by looking again when there was nothing to do yet', async () => {
    const fault = { kind: 'rewrite', rewrite: next({ type: 'wait' }) } as const
    world.proxy.plan({ method: 'POST', path: /payments$/, fault })
    expect(await create(orderFor(12_500n))).toMatchObject({
      outcome: 'created',
      redirectUrl: expect.stringContaining('/authorize/'),
    })
  })
})

describe('a payment that has failed when it is created', () => {
  it('is refused, with a reason that is kept in plain characters and not at length', async () => {
    const failed = { status: 'failed', failure_reason: 'a b'.repeat(1_000) }
    const rewrite = (json: unknown) => ({ ...(json as object), ...failed })
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'rewrite', rewrite } })
    expect(await create(orderFor(12_500n))).toEqual({
      outcome: 'refused',
      reason: expect.stringMatching(/^[ab_]{100}$/),
    })
  })
})

describe('what our pages do not have', () => {
  it.each(REFUSED)('is refused, and can never be paid: %s', async (kind, amount, reason) => {
    const order = orderFor(amount)
    expect(await create(order)).toEqual({ outcome: 'refused', reason })
    const [payment] = await world.payments()
    expect(payment).toMatchObject({ status: 'failed', failure_reason: 'canceled' })
    expect(world.told).toHaveLength(1)
    expect(world.told[0]?.facts).toMatchObject({ bank: 'sandbox-harbour', reason, payment: payment?.id })
    if (kind !== 'a word that nobody knows') expect(world.told[0]?.facts['next']).toBe(kind)
    const before = (await world.payments()).length
    expect(await create(order)).toEqual({ outcome: 'refused', reason })
    expect(await world.payments()).toHaveLength(before)
  })

  it.each(['hang', 'drop', 'cut'] as const)(
    'is not refused before it is known to be cancelled: %s',
    async (kind) => {
      const order = orderFor(1_044n)
      world.proxy.plan({ method: 'POST', path: /cancel$/, fault: { kind } })
      world.proxy.plan({ method: 'GET', path: /payments\//, fault: { kind: 'status', status: 503 } })
      await expect(create(order)).rejects.toThrow(RailUnavailableError)
      expect(await create(order)).toEqual({ outcome: 'refused', reason: 'bank_needs_form' })
      expect((await world.payments())[0]?.status).toBe('failed')
    },
  )

  it('is not refused once the payer has approved in the bank’s app: they see what comes of it', async () => {
    const order = orderFor(1_045n)
    world.proxy.plan({ method: 'POST', path: /cancel$/, fault: { kind: 'drop' } })
    await expect(create(order)).rejects.toThrow(RailUnavailableError)
    const [payment] = await world.payments()
    const id = payment?.id ?? ''
    await world.control(`payments/${id}/authorise`)
    expect(await create(order)).toEqual({
      outcome: 'created',
      providerPaymentId: id,
      redirectUrl: `http://127.0.0.1:9/pay/return?payment_id=${id}`,
    })
  })

  it('is a bank that is not among those TrueLayer offers', async () => {
    const fault = {
      kind: 'rewrite',
      rewrite: next({ type: 'provider_selection', providers: [{ id: 'sandbox-pebble' }] }),
    } as const
    world.proxy.plan({ method: 'POST', path: /payments$/, fault })
    expect(await create(orderFor(1_041n))).toEqual({ outcome: 'refused', reason: 'bank_not_offered' })
  })

  it('is a step that does not come to an end', async () => {
    const fault = { kind: 'rewrite', rewrite: next({ type: 'consent' }) } as const
    world.proxy.plan({ method: 'POST', path: /consent$/, times: 5, fault })
    const before = world.proxy.seen.length
    expect(await create(orderFor(1_042n))).toEqual({ outcome: 'refused', reason: 'bank_flow_unclear' })
    expect(actionsSince(before)).toEqual(['consent'])
  })

  it.each([undefined, 'javascript:alert(1)', '/relative'])('is an address that is none: %s', async (uri) => {
    const fault = { kind: 'rewrite', rewrite: next({ type: 'redirect', uri }) } as const
    world.proxy.plan({ method: 'POST', path: /payments$/, fault })
    expect(await create(orderFor(12_500n))).toEqual({ outcome: 'refused', reason: 'bank_flow_unclear' })
  })

  it('is a step that TrueLayer refuses, with its word for it', async () => {
    const problem = { title: 'Invalid Parameters', status: 400 }
    const fault = { kind: 'rewrite', status: 400, rewrite: () => problem } as const
    world.proxy.plan({ method: 'POST', path: /consent$/, fault })
    expect(await create(orderFor(1_042n))).toEqual({ outcome: 'refused', reason: 'invalid_parameters' })
    expect((await world.payments())[0]?.status).toBe('failed')
  })
})
