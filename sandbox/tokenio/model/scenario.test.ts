import { createPublicKey, verify } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually, type ReceivedRequest } from '../../testing.ts'
import { intoSettlement, type Shown, startTestTokenIo, type TestTokenIo } from '../testing.ts'

let bank: TestTokenIo
beforeEach(async () => {
  bank = await startTestTokenIo()
})
afterEach(() => bank.close())

const kroner = (value: string) => ({ amount: { value, currency: 'DKK' } })
const bodyOf = ({ body }: ReceivedRequest) =>
  JSON.parse(body) as { id: string; createdAtMs: string; payment: Shown }

const OUTCOMES = [
  ['10.11', { bank: 'insufficient_funds' }, 'INITIATION_REJECTED_INSUFFICIENT_FUNDS', 'RJCT'],
  ['10.12', { bank: 'limit_exceeded' }, 'INITIATION_REJECTED', 'RJCT'],
  ['10.13', { bank: 'unavailable' }, 'INITIATION_FAILED', undefined],
  ['10.16', { bank: 'executes_then_fails' }, 'INITIATION_REJECTED', 'RJCT'],
] as const

describe('the outcome of a payment at the bank', () => {
  it.each(OUTCOMES)('chooses the outcome by the amount: %s', async (amount, _scenario, status, atBank) => {
    const payment = await bank.pay(kroner(amount))
    await bank.decide(payment, { decision: 'authorise' })
    await bank.ended(payment.id, status, atBank)
  })

  it.each(OUTCOMES)('chooses the outcome on the page: %s', async (_amount, scenario, status, atBank) => {
    const payment = await bank.pay()
    await bank.decide(payment, { decision: 'authorise', ...scenario })
    await bank.ended(payment.id, status, atBank)
  })

  it.each(OUTCOMES)(
    'chooses the outcome by the control API: %s',
    async (_amount, scenario, status, atBank) => {
      const { id } = await bank.pay()
      const answer = await bank.control(`payments/${id}/scenario`, scenario)
      expect(await answer.json()).toMatchObject({ id, scenario })
      await bank.control(`payments/${id}/authorise`)
      await bank.ended(id, status, atBank)
    },
  )

  it('ends a payment with `SETTLEMENT_INCOMPLETE` when the money never arrives', async () => {
    const payment = await bank.pay(intoSettlement('10.16'))
    await bank.decide(payment, { decision: 'authorise' })
    await bank.ended(payment.id, 'SETTLEMENT_INCOMPLETE', 'ACSC')
  })

  it('completes a payment later when its outcome is `settles_later`', async () => {
    const [soon, late] = [await bank.pay(kroner('10.17')), await bank.pay(kroner('10.17'))]
    await bank.decide(late, { decision: 'authorise', settle_after_seconds: '3600' })
    await bank.decide(soon, { decision: 'authorise', settle_after_seconds: '0.05' })
    await bank.ended(soon.id, 'INITIATION_COMPLETED', 'ACCC')
    await bank.ended(late.id, 'INITIATION_COMPLETED', 'ACSC')
  })

  it('fails or refuses a payment at its creation when the bank is down or unreachable', async () => {
    expect(await bank.pay(kroner('10.14'))).toMatchObject({
      status: 'INITIATION_FAILED',
      errorInfo: { httpErrorCode: 503 },
    })
    const { body } = await bank.call('GET', '/v2/payments?limit=10')
    const known = (body['payments'] as Shown[]).length
    expect(await bank.pay(kroner('10.15'))).toBeUndefined()
    const after = (await bank.call('GET', '/v2/payments?limit=10')).body['payments'] as Shown[]
    expect(after).toHaveLength(known)
  })

  it('refuses an unknown scenario', async () => {
    const payment = await bank.pay()
    expect((await bank.control(`payments/${payment.id}/scenario`, { bank: 'explodes' })).status).toBe(400)
    expect((await bank.control('payments/none/scenario', {})).status).toBe(404)
    expect(await bank.decide(payment, { decision: 'authorise', webhook: 'eaten' })).toContain('/session/')
    expect((await bank.read(payment.id)).status).toBe('INITIATION_PENDING_REDIRECT_HP')
  })
})

describe('the planned action of a payer', () => {
  it('follows the amount, whichever button the payer presses', async () => {
    const [rejected, left] = [await bank.pay(kroner('10.02')), await bank.pay(kroner('10.03'))]
    await bank.decide(rejected, { decision: 'authorise' })
    await bank.decide(left, { decision: 'authorise' })
    await bank.ended(rejected.id, 'INITIATION_DECLINED')
    expect((await bank.read(left.id)).status).toBe('INITIATION_PENDING_REDIRECT_HP')
    await bank.control(`payments/${left.id}/abandon`)
    await bank.ended(left.id, 'INITIATION_EXPIRED')
  })
})

describe('the webhooks of a payment', () => {
  async function webhookStatuses(scenario: object, count: number): Promise<string[]> {
    await bank.control('webhooks/hold')
    const { id } = await bank.pay(kroner('10.21'))
    await bank.control('webhooks/release')
    await bank.control(`payments/${id}/scenario`, scenario)
    await bank.control(`payments/${id}/authorise`)
    await bank.ended(id, 'INITIATION_COMPLETED', 'ACCC')
    const about = () => bank.receiver.received.filter(({ body }) => body.includes(id)).map(bodyOf)
    await eventually(() => about().length >= count)
    return about().map(({ payment }) => payment.bankPaymentStatus ?? '')
  }

  it('sends delayed webhooks late', async () => {
    expect(await webhookStatuses({ webhook: 'delayed', delay_seconds: 0.05 }, 3)).toEqual(
      expect.arrayContaining(['PDNG', 'ACSC', 'ACCC']),
    )
  })

  it('sends duplicated webhooks twice, as the same event', async () => {
    await webhookStatuses({ webhook: 'duplicated' }, 6)
    const ids = bank.receiver.received.map((request) => bodyOf(request).id)
    expect(new Set(ids).size).toBe(3)
  })

  it('sends the last webhook first when they are reordered', async () => {
    const [first, ...others] = await webhookStatuses({ webhook: 'reordered' }, 3)
    expect(first).toBe('ACCC')
    expect(others.toSorted()).toEqual(['ACSC', 'PDNG'])
  })

  it('drops lost webhooks, and sends one on request', async () => {
    expect(await webhookStatuses({ webhook: 'lost' }, 0)).toEqual([])
    const [last] = await bank.webhooks()
    expect(last?.state).toBe('dropped')
    await bank.control(`webhooks/${last?.event_id}/replay`)
    await eventually(() => bank.receiver.received.length === 1)
  })

  it.each([
    ['forged', false, 0],
    ['stale', true, 4],
  ])('sends webhooks with a false signature or an old timestamp: %s', async (webhook, isGenuine, daysOld) => {
    bank.receiver.answers.push(...Array.from({ length: 9 }, () => 401))
    const { id } = await bank.pay()
    await bank.control(`payments/${id}/forge`, { webhook })
    const request = await eventually(() =>
      bank.receiver.received.find((received) => bodyOf(received).payment.bankPaymentStatus === 'ACCC'),
    )
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bank.webhookKey }, format: 'jwk' })
    const signature = Buffer.from(String(request.headers['token-signature']), 'base64url')
    expect(verify(null, Buffer.from(request.body), key, signature)).toBe(isGenuine)
    const age = Date.now() - Number(bodyOf(request).createdAtMs)
    expect(Math.floor(age / 86_400_000)).toBe(daysOld)
    await eventually(async () => (await bank.webhooks())[0]?.state === 'refused')
    expect((await bank.read(id)).status).toBe('INITIATION_PENDING_REDIRECT_HP')
  })
})

describe('the outcome of a refund', () => {
  it.each([
    ['the payment’s amount', '10.32', '1.00', 'Rejected by the bank.'],
    ['the refund’s amount', '50.00', '10.32', 'Rejected by the bank.'],
    ['the payment’s amount', '10.33', '1.00', 'Returned by the payer’s bank.'],
  ])('chooses the outcome of a refund by %s', async (_by, paid, amount, statusReasonInformation) => {
    const { id } = await bank.pay(intoSettlement(paid))
    await bank.control(`payments/${id}/authorise`)
    await bank.ended(id, 'SETTLEMENT_COMPLETED', 'ACSC')
    const { refund } = (await bank.refund(id, amount)).body as { refund: Shown }
    await eventually(async () => {
      const now = (await bank.call('GET', `/refunds/${refund.id}`)).body['refund'] as Shown
      return now.status === 'INITIATION_REJECTED' && now
    })
    expect((await bank.call('GET', `/refunds/${refund.id}`)).body).toMatchObject({
      refund: { statusReasonInformation },
    })
  })
})
