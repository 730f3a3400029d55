import { verify } from 'truelayer-signing'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually, type ReceivedRequest } from '../../testing.ts'
import { MAGIC_AMOUNTS } from './scenario.ts'
import { decide, order, startTestBank, type TestBank } from '../testing.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function start(options: Parameters<typeof startTestBank>[0] = {}): Promise<TestBank> {
  const bank = await startTestBank(options)
  cleanups.push(
    () => bank.receiver.close(),
    () => bank.stop(),
  )
  return bank
}

const read = async (bank: TestBank, id: string) => (await bank.get(`/v3/payments/${id}`)).body
const ended = (bank: TestBank, id: string, status: string) =>
  eventually(async () => {
    const payment = await read(bank, id)
    return payment['status'] === status && payment
  })
const typeOf = ({ body }: ReceivedRequest) => (JSON.parse(body) as { type: string }).type
const amountOf = (amount: number) => order({ amount_in_minor: amount })

const OUTCOMES = [
  [1_011, { bank: 'insufficient_funds' }, 'authorized', 'insufficient_funds'],
  [1_012, { bank: 'limit_exceeded' }, 'authorized', 'payment_limit_exceeded'],
  [1_013, { bank: 'unavailable' }, 'authorizing', 'provider_error'],
  [1_016, { bank: 'executes_then_fails' }, 'executed', 'verification_declined'],
] as const

describe('the outcome of a payment at the bank', () => {
  it.each(OUTCOMES)('chooses the outcome by the amount: %d', async (amount, _scenario, stage, reason) => {
    const bank = await start()
    const { id, page } = await bank.pay(amountOf(amount))
    await decide(page, { decision: 'authorise' })
    expect(await ended(bank, id, 'failed')).toMatchObject({ failure_stage: stage, failure_reason: reason })
  })

  it.each(OUTCOMES)(
    'chooses the outcome on the consent page: %d',
    async (_amount, scenario, stage, reason) => {
      const bank = await start()
      const { id, page } = await bank.pay()
      await decide(page, { decision: 'authorise', ...scenario })
      expect(await ended(bank, id, 'failed')).toMatchObject({ failure_stage: stage, failure_reason: reason })
    },
  )

  it.each(OUTCOMES)(
    'chooses the outcome by the control API: %d',
    async (_amount, scenario, stage, reason) => {
      const bank = await start()
      const { id } = await bank.pay()
      const { body } = await bank.control(`payments/${id}/scenario`, scenario)
      expect(body['scenario']).toEqual(scenario)
      await bank.control(`payments/${id}/authorise`, {})
      expect(await ended(bank, id, 'failed')).toMatchObject({ failure_stage: stage, failure_reason: reason })
    },
  )

  it('settles a payment later when its outcome is `settles_later`', async () => {
    const bank = await start({ settleDelayMs: 3_600_000 })
    const { id, page } = await bank.pay(amountOf(1_017))
    await decide(page, { decision: 'authorise', settle_after_seconds: '0.05' })
    expect(await ended(bank, id, 'settled')).toHaveProperty('executed_at')
  })

  it('fails or refuses a payment at its creation when the bank is down or unreachable', async () => {
    const bank = await start()
    const down = await bank.post('/v3/payments', amountOf(1_014))
    expect(down).toMatchObject({ status: 201, body: { status: 'failed', failure_reason: 'provider_error' } })
    const unreachable = await bank.post('/v3/payments', amountOf(1_015))
    expect(unreachable).toMatchObject({ status: 502, body: { title: 'Provider Error' } })
    expect((await bank.control('payments')).body['payments']).toHaveLength(1)
  })

  it('refuses an unknown scenario', async () => {
    const bank = await start()
    const { id, page } = await bank.pay()
    expect((await bank.control(`payments/${id}/scenario`, { bank: 'explodes' })).status).toBe(400)
    expect((await bank.control(`payments/${id}/scenario`, { delay_seconds: -1 })).status).toBe(400)
    expect(await decide(page, { decision: 'authorise', webhook: 'eaten' })).toContain('/consent')
    expect((await read(bank, id))['status']).toBe('authorizing')
  })
})

describe('the planned action of a payer', () => {
  it('keeps a payment waiting after the payer leaves, until its time ends', async () => {
    const bank = await start()
    const { id, page } = await bank.pay()
    expect(await decide(page, { decision: 'leave' })).toBe(
      `http://127.0.0.1:9/return?from=bank&payment_id=${id}`,
    )
    expect((await read(bank, id))['status']).toBe('authorizing')
    const later = await bank.control(`payments/${id}/abandon`, { after_seconds: 3_600 })
    expect(later.body['status']).toBe('authorizing')
    await bank.control(`payments/${id}/abandon`, {})
    expect(await read(bank, id)).toMatchObject({ status: 'failed', failure_reason: 'expired' })
    expect((await bank.control(`payments/${id}/abandon`, {})).status).toBe(200)
  })

  it('follows the amount, whichever button the payer presses', async () => {
    const bank = await start()
    const [rejected, left] = [await bank.pay(amountOf(1_002)), await bank.pay(amountOf(1_003))]
    await decide(rejected.page, { decision: 'authorise' })
    await decide(left.page, { decision: 'authorise' })
    expect((await read(bank, rejected.id))['failure_reason']).toBe('rejected')
    expect((await read(bank, left.id))['status']).toBe('authorizing')
  })
})

describe('the webhooks of a payment', () => {
  async function received(scenario: object, count: number): Promise<{ bank: TestBank; types: string[] }> {
    const bank = await start({ sendAuthorized: true })
    const { id } = await bank.pay()
    await bank.control(`payments/${id}/scenario`, scenario)
    await bank.control(`payments/${id}/authorise`, {})
    await ended(bank, id, 'settled')
    await eventually(() => bank.receiver.received.length >= count)
    return { bank, types: bank.receiver.received.map(typeOf) }
  }

  it('sends delayed webhooks late', async () => {
    const { bank, types } = await received({ webhook: 'delayed', delay_seconds: 0.05 }, 3)
    expect(types.toSorted()).toEqual(['payment_authorized', 'payment_executed', 'payment_settled'])
    await eventually(async () => (await webhooksOf(bank))[0]?.state === 'delivered')
  })

  it('sends duplicated webhooks twice, as the same event', async () => {
    const { bank } = await received({ webhook: 'duplicated' }, 6)
    const ids = bank.receiver.received.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id)
    expect(new Set(ids).size).toBe(3)
    await eventually(async () => (await webhooksOf(bank)).every(({ state }) => state === 'delivered'))
    expect(bank.receiver.received).toHaveLength(6)
  })

  it('sends the last webhook first when they are reordered', async () => {
    const { types } = await received({ webhook: 'reordered' }, 3)
    expect(types[0]).toBe('payment_settled')
    expect(types.slice(1).toSorted()).toEqual(['payment_authorized', 'payment_executed'])
  })

  it('drops lost webhooks, and sends one on request', async () => {
    const { bank, types } = await received({ webhook: 'lost' }, 0)
    expect(types).toEqual([])
    const webhooks = await webhooksOf(bank)
    expect(webhooks.map(({ state }) => state)).toEqual(['dropped', 'dropped', 'dropped'])
    await bank.control(`webhooks/${webhooks[0]?.event_id}/replay`, {})
    await eventually(() => bank.receiver.received.length === 1)
  })

  it.each([
    ['forged', 'Invalid signature'],
    ['stale', undefined],
  ])('sends webhooks with a false signature or an old timestamp: %s', async (webhook, problem) => {
    const bank = await start()
    bank.receiver.answers.push(401)
    const { id } = await bank.pay()
    await bank.control(`payments/${id}/scenario`, { webhook })
    await bank.control(`payments/${id}/reject`, {})
    await eventually(async () => (await webhooksOf(bank))[0]?.state === 'refused')
    const [request] = bank.receiver.received
    const timestamp = String(request?.headers['x-tl-webhook-timestamp'])
    const prove = async () => {
      verify({
        jwks: await (await fetch(`${bank.url}/.well-known/jwks`)).text(),
        signature: String(request?.headers['tl-signature']),
        method: 'POST' as never,
        path: request?.path ?? '',
        requiredHeaders: ['X-TL-Webhook-Timestamp'],
        headers: { 'x-tl-webhook-timestamp': timestamp },
        body: request?.body ?? '',
      })
    }
    if (problem) await expect(prove()).rejects.toThrow(problem)
    else await prove()
    const isFresh = Date.now() - Date.parse(timestamp) < 30 * 60_000
    expect(isFresh).toBe(webhook === 'forged')
    expect(bank.receiver.received).toHaveLength(1)
  })

  it('sends a forged webhook on request', async () => {
    const bank = await start()
    bank.receiver.answers.push(401)
    const { id } = await bank.pay()
    expect((await bank.control(`payments/${id}/forge`, {})).status).toBe(202)
    await eventually(() => bank.receiver.received.length === 1)
    expect(bank.receiver.received.map(typeOf)).toEqual(['payment_settled'])
    expect((await read(bank, id))['status']).toBe('authorizing')
  })
})

describe('the outcome of a refund', () => {
  it.each([
    ['the payment’s amount', 1_032, undefined, 'insufficient_funds'],
    ['the refund’s amount', 5_000, 1_032, 'insufficient_funds'],
    ['the payment’s amount', 1_033, undefined, 'returned'],
  ])('chooses the outcome of a refund by %s', async (_by, paid, amount, reason) => {
    const bank = await start()
    const { id } = await bank.pay(amountOf(paid))
    await bank.control(`payments/${id}/authorise`, {})
    await bank.control(`payments/${id}/settle`, {})
    const { body } = await bank.post(`/v3/payments/${id}/refunds`, {
      reference: 'REF-0001',
      ...(amount === undefined ? {} : { amount_in_minor: amount }),
    })
    const refund = await eventually(async () => {
      const now = (await bank.get(`/v3/payments/${id}/refunds/${String(body['id'])}`)).body
      return now['status'] === 'failed' && now
    })
    expect(refund['failure_reason']).toBe(reason)
  })
})

it('lists every magic amount in one block', () => {
  for (const amount of Object.keys(MAGIC_AMOUNTS)) expect(amount).toMatch(/^10[0-4][1-9]$/)
})

async function webhooksOf(bank: TestBank): Promise<{ event_id: string; state: string }[]> {
  return (await bank.control('webhooks')).body['webhooks'] as { event_id: string; state: string }[]
}
