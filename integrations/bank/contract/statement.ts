import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { RailUnavailableError } from '../rail.ts'
import { eventually, type Kit } from './harness.ts'
import { HOUR_MS } from '../../../domain/shared/durations.ts'

export function describeStatement({ harness, requestOf, createPending }: Kit): void {
  const read = (from = Date.now() - HOUR_MS, to = Date.now() + HOUR_MS) =>
    harness().rail.readStatement(harness().currency, from, to)
  const hasAccount = () => harness().rail.capabilities.accountCurrencies.includes(harness().currency)

  describe('a statement', () => {
    it('lists each settled payment once in the statement, and no other payment', async () => {
      const [settled, waiting, rejected] = [
        await createPending(),
        await createPending(),
        await createPending(),
      ]
      await harness().advance(settled, 'authorise')
      await harness().advance(settled, 'settle')
      await harness().advance(rejected, 'reject')
      if (!hasAccount()) return expect(await read()).toBeUndefined()
      const line = await eventually(async () =>
        (await read())?.find(({ providerId }) => providerId === settled),
      )
      expect(line).toMatchObject({
        type: 'payment',
        amount: 123_450,
      })
      const ids = (await read())?.map(({ providerId }) => providerId) ?? []
      expect(ids.filter((id) => id === settled)).toHaveLength(1)
      expect(ids).not.toContain(waiting)
      expect(ids).not.toContain(rejected)
      expect(await read(Date.now() + HOUR_MS, Date.now() + 2 * HOUR_MS)).toEqual([])
    })

    it('lists each executed refund in the statement', async () => {
      if (!hasAccount()) return expect(await read()).toBeUndefined()
      const paymentId = await createPending()
      await harness().advance(paymentId, 'authorise')
      await harness().advance(paymentId, 'settle')
      const refundId = `ref_${randomUUID()}`
      const money = { amount: 50_000, currency: harness().currency }
      const request = { refundId, attemptId: 'pat', invoiceId: 'inv', ...money, remittanceReference: 'INV-1' }
      const { rail } = harness()
      const created = await eventually(() =>
        rail.createRefund(refundId, paymentId, rail.prepareRefund(request)),
      )
      const id = created.outcome === 'created' ? created.providerRefundId : ''
      const line = await eventually(async () => (await read())?.find(({ providerId }) => providerId === id))
      expect(line).toMatchObject({ type: 'refund', amount: 50_000 })
    })

    it('recognises whether a payment’s request names the account of the statement', () => {
      const { rail, currency, otherCurrency } = harness()
      const body = rail.preparePayment(requestOf())
      const account = rail.settlementAccountOf(body)
      expect(account !== undefined && rail.isSettlementAccount(account, currency)).toBe(hasAccount())
      expect(account !== undefined && rail.isSettlementAccount(account, otherCurrency)).toBe(false)
      expect(rail.settlementAccountOf('{}')).toBeUndefined()
    })

    it('throws RailUnavailableError when the statement is unreadable', async () => {
      if (!hasAccount()) return expect(await read()).toBeUndefined()
      for (const fault of [500, 429, 'drop', 'garbage'] as const) {
        harness().injectFault('statement', fault, 2)
        await expect(read()).rejects.toThrow(RailUnavailableError)
        harness().clearFaults()
      }
    })

    it('returns no statement for a currency without an account', async () => {
      expect(await harness().rail.readStatement(harness().otherCurrency, 0, Date.now())).toBeUndefined()
    })
  })
}
