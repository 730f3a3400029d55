import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { requestOf, startTrueLayer, type TrueLayerWorld } from '../../../../test/support/truelayer.ts'
import { type PaymentRequest, RailUnavailableError } from '../../rail.ts'
import { createTrueLayerRail } from '../rail.ts'

let world: TrueLayerWorld
beforeAll(async () => {
  world = await startTrueLayer()
})
afterAll(() => world.close())
beforeEach(() => {
  world.logged.length = 0
})
afterEach(() => world.proxy.clear())

const create = (request: PaymentRequest, { rail } = world) =>
  rail.createPayment(request.attemptId, rail.preparePayment(request))
const impatient = () => ({ ...world, rail: createTrueLayerRail({ ...world.options, timeoutMs: 500 }) })
const requestFor = (amount: number, changes: Partial<PaymentRequest> = {}) => {
  const request = requestOf(changes)
  return { ...request, amount }
}

const SUPPORTED = [
  ['the choice of the bank', 1_041, ['provider-selection']],
  ['the payer’s consent', 1_042, ['consent']],
  ['both', 1_043, ['provider-selection', 'consent']],
] as const

const UNSUPPORTED = [
  ['form', 1_044, 'bank_needs_form'],
  ['wait', 1_045, 'bank_needs_app'],
  ['retry', 1_046, 'bank_needs_retry'],
  ['scheme_selection', 1_047, 'bank_needs_scheme'],
  ['user_account_selection', 1_048, 'bank_needs_account'],
  ['an unknown action', 1_049, 'bank_needs_something_else'],
] as const

const actionsSince = (before: number) =>
  world.proxy.seen
    .slice(before)
    .map((one) => /authorization-flow\/actions\/(.+)$/.exec(one)?.[1])
    .filter(Boolean)
const next = (change: unknown) => (json: unknown) => ({
  ...(json as object),
  authorization_flow: { actions: { next: change } },
})

describe("TrueLayer's authorisation flow", () => {
  it.each(SUPPORTED)('reaches the bank’s page when TrueLayer requires %s', async (_, amount, actions) => {
    const before = world.proxy.seen.length
    const created = await create(requestFor(amount))
    expect(created).toMatchObject({ outcome: 'created', redirectUrl: expect.stringContaining('/authorize/') })
    expect(actionsSince(before)).toEqual(actions)
    const page = await fetch(created.outcome === 'created' ? created.redirectUrl : '')
    expect(await page.text()).toContain('Harbour &amp; Vale')
    expect(world.logged).toEqual([])
  })

  it.each(SUPPORTED.flatMap(([, amount, actions]) => actions.map((action) => [amount, action] as const)))(
    'continues the same payment after lost answers: amount %d, action %s',
    async (amount, action) => {
      const before = (await world.payments()).length
      const request = requestFor(amount)
      for (const kind of ['hang', 'drop', 'cut'] as const) {
        world.proxy.plan({ method: 'POST', path: new RegExp(`${action}$`), fault: { kind } })
        const side = kind === 'hang' ? impatient() : world
        await expect(create(request, side)).rejects.toThrow(RailUnavailableError)
        world.proxy.clear()
      }
      expect(await create(request)).toMatchObject({ outcome: 'created' })
      expect(await create(request)).toEqual(await create(request))
      expect(await world.payments()).toHaveLength(before + 1)
    },
  )

  it('continues from the payment’s own state when TrueLayer has forgotten the idempotency keys', async () => {
    const request = requestFor(1_043)
    await create(request)
    const problem = { title: 'Invalid State', status: 400 }
    const forgotten = { kind: 'rewrite', status: 400, rewrite: () => problem } as const
    world.proxy.plan({ method: 'POST', path: /provider-selection$/, fault: forgotten })
    expect(await create(request)).toMatchObject({
      outcome: 'created',
      redirectUrl: expect.stringContaining('/authorize/'),
    })
  })

  it('starts the flow when the created payment has none', async () => {
    const rewrite = (json: unknown) => ({
      ...(json as object),
      status: undefined,
      authorization_flow: undefined,
    })
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'rewrite', rewrite } })
    expect(await create(requestFor(12_500))).toMatchObject({ outcome: 'created' })
  })

  it('reads the payment again when the action is wait', async () => {
    const fault = { kind: 'rewrite', rewrite: next({ type: 'wait' }) } as const
    world.proxy.plan({ method: 'POST', path: /payments$/, fault })
    expect(await create(requestFor(12_500))).toMatchObject({
      outcome: 'created',
      redirectUrl: expect.stringContaining('/authorize/'),
    })
  })
})

describe('a payment that has failed when it is created', () => {
  it('refuses a payment that fails at once, with a short reason in plain characters', async () => {
    const failed = { status: 'failed', failure_reason: 'a b'.repeat(1_000) }
    const rewrite = (json: unknown) => ({ ...(json as object), ...failed })
    world.proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'rewrite', rewrite } })
    expect(await create(requestFor(12_500))).toEqual({
      outcome: 'refused',
      reason: expect.stringMatching(/^[ab_]{100}$/),
    })
  })
})

describe('an action with details in another form', () => {
  const offered = (providers: unknown) => next({ type: 'provider_selection', providers })
  const plan = (path: RegExp, rewrite: (json: unknown) => unknown) =>
    world.proxy.plan({ method: 'POST', path, fault: { kind: 'rewrite', rewrite } })

  it('refuses a failed payment whose providers are named by provider_id', async () => {
    const failed = { status: 'failed', failure_reason: 'provider_rejected', failure_stage: 'authorizing' }
    plan(/provider-selection$/, () => ({ ...failed, ...(offered([{ provider_id: 'ob-x' }])({}) as object) }))
    expect(await create(requestFor(1_041))).toEqual({ outcome: 'refused', reason: 'provider_rejected' })
  })

  it.each([
    ['are named by provider_id', [{ provider_id: 'sandbox-harbour' }]],
    ['include an unreadable one', [{ display_name: 'Odd' }, { id: 'sandbox-harbour' }]],
    ['include null', [null, { id: 'sandbox-harbour' }]],
  ])('reaches the bank’s page when the providers %s', async (_, providers) => {
    plan(/payments$/, offered(providers))
    expect(await create(requestFor(1_041))).toMatchObject({ outcome: 'created' })
  })

  it('refuses a bank that is not among the providers named by provider_id', async () => {
    plan(/payments$/, offered([{ provider_id: 'sandbox-pebble' }]))
    expect(await create(requestFor(1_041))).toEqual({ outcome: 'refused', reason: 'bank_not_offered' })
  })

  it('reads the status of a payment whose action is unreadable', async () => {
    const failed = { status: 'failed', failure_reason: 'rejected' }
    plan(/payments$/, (json) => ({ ...(json as object), ...failed, authorization_flow: { actions: 7 } }))
    expect(await create(requestFor(12_500))).toEqual({ outcome: 'refused', reason: 'rejected' })
  })
})

describe('an unsupported step of the flow', () => {
  it.each(UNSUPPORTED)(
    'refuses and cancels the payment when the bank requires %s',
    async (kind, amount, reason) => {
      const request = requestFor(amount)
      expect(await create(request)).toEqual({ outcome: 'refused', reason })
      const [payment] = await world.payments()
      expect(payment).toMatchObject({ status: 'failed', failure_reason: 'canceled' })
      expect(world.logged).toHaveLength(1)
      expect(world.logged[0]?.fields).toMatchObject({ bank: 'sandbox-harbour', reason, payment: payment?.id })
      if (kind !== 'an unknown action') expect(world.logged[0]?.fields['next']).toBe(kind)
      const before = (await world.payments()).length
      expect(await create(request)).toEqual({ outcome: 'refused', reason })
      expect(await world.payments()).toHaveLength(before)
    },
  )

  it.each(['hang', 'drop', 'cut'] as const)(
    'refuses the payment only after its cancellation is confirmed: %s',
    async (kind) => {
      const request = requestFor(1_044)
      world.proxy.plan({ method: 'POST', path: /cancel$/, fault: { kind } })
      world.proxy.plan({ method: 'GET', path: /payments\//, fault: { kind: 'status', status: 503 } })
      const side = kind === 'hang' ? impatient() : world
      await expect(create(request, side)).rejects.toThrow(RailUnavailableError)
      world.proxy.clear()
      expect(await create(request)).toEqual({ outcome: 'refused', reason: 'bank_needs_form' })
      expect((await world.payments())[0]?.status).toBe('failed')
    },
  )

  it('redirects to the return page when the payer has approved in the bank’s app', async () => {
    const request = requestFor(1_045)
    world.proxy.plan({ method: 'POST', path: /cancel$/, fault: { kind: 'drop' } })
    await expect(create(request)).rejects.toThrow(RailUnavailableError)
    const [payment] = await world.payments()
    const id = payment?.id ?? ''
    await world.control(`payments/${id}/authorise`)
    expect(await create(request)).toEqual({
      outcome: 'created',
      providerPaymentId: id,
      redirectUrl: `http://127.0.0.1:9/pay/return?payment_id=${id}`,
    })
  })

  it('refuses a bank that TrueLayer does not offer', async () => {
    const fault = {
      kind: 'rewrite',
      rewrite: next({ type: 'provider_selection', providers: [{ id: 'sandbox-pebble' }] }),
    } as const
    world.proxy.plan({ method: 'POST', path: /payments$/, fault })
    expect(await create(requestFor(1_041))).toEqual({ outcome: 'refused', reason: 'bank_not_offered' })
  })

  it('refuses a step that TrueLayer requires twice', async () => {
    const fault = { kind: 'rewrite', rewrite: next({ type: 'consent' }) } as const
    world.proxy.plan({ method: 'POST', path: /consent$/, times: 5, fault })
    const before = world.proxy.seen.length
    expect(await create(requestFor(1_042))).toEqual({ outcome: 'refused', reason: 'bank_flow_unclear' })
    expect(actionsSince(before)).toEqual(['consent'])
  })

  it.each([undefined, 'javascript:alert(1)', '/relative'])('refuses a redirect to %s', async (uri) => {
    const fault = { kind: 'rewrite', rewrite: next({ type: 'redirect', uri }) } as const
    world.proxy.plan({ method: 'POST', path: /payments$/, fault })
    expect(await create(requestFor(12_500))).toEqual({ outcome: 'refused', reason: 'bank_flow_unclear' })
  })

  it('refuses the payment with TrueLayer’s title when it rejects a step', async () => {
    const problem = { title: 'Invalid Parameters', status: 400 }
    const fault = { kind: 'rewrite', status: 400, rewrite: () => problem } as const
    world.proxy.plan({ method: 'POST', path: /consent$/, fault })
    expect(await create(requestFor(1_042))).toEqual({ outcome: 'refused', reason: 'invalid_parameters' })
    expect((await world.payments())[0]?.status).toBe('failed')
  })
})
