import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { RailUnavailableError } from '../rail.ts'
import { eventually, type Kit } from './world.ts'

const HOUR_MS = 3_600_000

/** Claims about the statement of our account at the provider, where it keeps one for us. */
export function describeStatement({ world, orderOf, pay }: Kit): void {
  const read = (from = Date.now() - HOUR_MS, to = Date.now() + HOUR_MS) =>
    world().rail.readStatement(world().currency, from, to)
  const keepsAccount = () => world().rail.capabilities.accountCurrencies.includes(world().currency)

  describe('a statement', () => {
    it('has each settled payment once with its id and amount, and none that is not settled', async () => {
      const [settled, waiting, rejected] = [await pay(), await pay(), await pay()]
      await world().move(settled, 'authorise')
      await world().move(settled, 'settle')
      await world().move(rejected, 'reject')
      if (!keepsAccount()) return expect(await read()).toBeUndefined()
      const line = await eventually(async () =>
        (await read())?.find(({ providerId }) => providerId === settled),
      )
      expect(line).toMatchObject({
        type: 'payment',
        amount: 123_450n,
      })
      const ids = (await read())?.map(({ providerId }) => providerId) ?? []
      expect(ids.filter((id) => id === settled)).toHaveLength(1)
      expect(ids).not.toContain(waiting)
      expect(ids).not.toContain(rejected)
      expect(await read(Date.now() + HOUR_MS, Date.now() + 2 * HOUR_MS)).toEqual([])
    })

    it('has each executed refund with its id', async () => {
      if (!keepsAccount()) return expect(await read()).toBeUndefined()
      const paymentId = await pay()
      await world().move(paymentId, 'authorise')
      await world().move(paymentId, 'settle')
      const refundId = `ref_${randomUUID()}`
      const amount = { amount: 50_000n, currency: world().currency }
      const about = { refundId, attemptId: 'pat', invoiceId: 'inv', amount, reference: 'INV-1' }
      const { rail } = world()
      const created = await eventually(() =>
        rail.createRefund(refundId, paymentId, rail.prepareRefund(about)),
      )
      const id = created.outcome === 'created' ? created.providerRefundId : ''
      const line = await eventually(async () => (await read())?.find(({ providerId }) => providerId === id))
      expect(line).toMatchObject({ type: 'refund', amount: 50_000n })
    })

    it('is of the account that a payment’s request named, or is known not to be', () => {
      const { rail, currency, otherCurrency } = world()
      const body = rail.preparePayment(orderOf())
      expect(rail.isIntoAccount(body, currency)).toBe(keepsAccount())
      expect(rail.isIntoAccount(body, otherCurrency)).toBe(false)
      expect(rail.isIntoAccount('{}', currency)).toBe(false)
    })

    it('is unavailable, not empty, when it cannot be read', async () => {
      if (!keepsAccount()) return expect(await read()).toBeUndefined()
      for (const trouble of [500, 429, 'drop', 'garbage'] as const) {
        world().spoil('statement', trouble, 2)
        await expect(read()).rejects.toThrow(RailUnavailableError)
        world().heal()
      }
    })

    it('is none for a currency without an account', async () => {
      expect(await world().rail.readStatement(world().otherCurrency, 0, Date.now())).toBeUndefined()
    })
  })
}
