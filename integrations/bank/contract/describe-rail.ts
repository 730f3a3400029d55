import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { describePayments } from './payments.ts'
import { describeStatement } from './statement.ts'
import { describeWebhooks } from './webhooks.ts'
import { createKit, eventually, type RailWorld } from './world.ts'

export type { RailWorld, Request, Trouble } from './world.ts'

/** What every rail must do, whoever is behind it. */
export function describeRail(name: string, createWorld: () => Promise<RailWorld>): void {
  describe(`the rail over ${name}`, () => {
    let created: RailWorld
    const world = () => created
    const kit = createKit(world)
    beforeAll(async () => {
      created = await createWorld()
    })
    afterEach(() => {
      vi.useRealTimers()
      world().heal()
    })
    afterAll(() => world().close())

    describe('its banks', () => {
      it('are listed by name, each with its country, for a currency we have an account for', async () => {
        const banks = await world().rail.listBanks(world().currency)
        expect(banks.map(({ id }) => id)).toContain(world().bankId)
        expect(banks.map((bank) => bank.name)).toEqual(
          banks.map((bank) => bank.name).toSorted((a, b) => a.localeCompare(b, 'en')),
        )
        const countries = world().rail.capabilities.countries(world().currency)
        for (const bank of banks) expect(countries).toContain(bank.country)
        expect(await world().rail.listBanks(world().otherCurrency)).toEqual([])
        expect(world().rail.capabilities.currencies).toContain(world().currency)
        expect(world().rail.capabilities.currencies).not.toContain(world().otherCurrency)
        expect(world().rail.capabilities.countries(world().otherCurrency)).toEqual([])
      })

      it('pay where the rail says it reaches, and nowhere in another currency', () => {
        const { rail, payout, currency, otherCurrency } = world()
        expect(rail.supports(currency, payout)).toBe(true)
        expect(rail.supports(otherCurrency, payout)).toBe(false)
        expect(rail.capabilities.limit(currency)).toBe(world().limit)
        expect(rail.capabilities.accountCurrencies.includes(currency)).toBe(
          payout.type === 'merchant_account',
        )
      })

      it('are those of before while the rail does not answer', async () => {
        const known = await world().rail.listBanks(world().currency)
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 })
        world().spoil('banks', 500, 10)
        expect(await world().rail.listBanks(world().currency)).toEqual(known)
      })
    })

    describePayments(kit)
    describeStatement(kit)
    describeWebhooks(kit)

    it('gives back a settled payment once, or says that it cannot', async () => {
      const paymentId = await kit.pay()
      await world().move(paymentId, 'authorise')
      await world().move(paymentId, 'settle')
      const amount = { amount: 50_000n, currency: world().currency }
      const refundId = `rfd_${randomUUID()}`
      const body = world().rail.prepareRefund({
        refundId,
        attemptId: 'pat',
        invoiceId: 'inv',
        amount,
        reference: 'INV-1',
      })
      const refund = () => world().rail.createRefund(refundId, paymentId, body)
      if (!world().rail.capabilities.refunds(world().currency, world().payout)) {
        expect(await refund()).toEqual({ outcome: 'refused', reason: 'refund_not_supported' })
        return
      }
      const before = (await world().refundIds()).length
      world().spoil('refund', 'cut')
      const first = await eventually(refund)
      expect(first).toEqual({ outcome: 'created', providerRefundId: expect.any(String) })
      expect(await refund()).toEqual(first)
      expect(await world().refundIds()).toHaveLength(before + 1)
      const id = first.outcome === 'created' ? first.providerRefundId : ''
      await eventually(async () => (await world().rail.readRefund(paymentId, id)).status === 'executed')
      expect(await world().rail.verifyWebhook(await world().webhook(id, 'refunded'))).toMatchObject({
        refund: { providerRefundId: id, reading: { status: 'executed' } },
      })
    })
  })
}
