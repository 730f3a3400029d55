import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { describePayments } from './payments.ts'
import { describeStatement } from './statement.ts'
import { describeWebhooks } from './webhooks.ts'
import { createKit, eventually, type RailHarness } from './harness.ts'

export type { Fault, Operation, RailHarness } from './harness.ts'

export function describeRail(name: string, createHarness: () => Promise<RailHarness>): void {
  describe(`the rail over ${name}`, () => {
    let created: RailHarness
    const harness = () => created
    const kit = createKit(harness)
    beforeAll(async () => {
      created = await createHarness()
    })
    afterEach(() => {
      vi.useRealTimers()
      harness().clearFaults()
    })
    afterAll(() => harness().close())

    describe('banks', () => {
      it('lists banks by name with their countries, and none for an unsupported currency', async () => {
        const banks = await harness().rail.listBanks(harness().currency)
        expect(banks.map(({ id }) => id)).toContain(harness().bankId)
        expect(banks.map((bank) => bank.name)).toEqual(
          banks.map((bank) => bank.name).toSorted((a, b) => a.localeCompare(b, 'en')),
        )
        const countries = harness().rail.capabilities.countries(harness().currency)
        for (const bank of banks) expect(countries).toContain(bank.country)
        expect(await harness().rail.listBanks(harness().otherCurrency)).toEqual([])
        expect(harness().rail.capabilities.currencies).toContain(harness().currency)
        expect(harness().rail.capabilities.currencies).not.toContain(harness().otherCurrency)
        expect(harness().rail.capabilities.countries(harness().otherCurrency)).toEqual([])
      })

      it('supports the payout account in its currency only, up to the rail’s limit', () => {
        const { rail, payout, currency, otherCurrency } = harness()
        expect(rail.supports(currency, payout)).toBe(true)
        expect(rail.supports(otherCurrency, payout)).toBe(false)
        expect(rail.capabilities.limit(currency)).toBe(harness().limit)
        expect(rail.capabilities.accountCurrencies.includes(currency)).toBe(
          payout.type === 'merchant_account',
        )
      })

      it('lists the same banks while the rail is unavailable', async () => {
        const listed = await harness().rail.listBanks(harness().currency)
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6 * 60_000 })
        harness().injectFault('banks', 500, 10)
        expect(await harness().rail.listBanks(harness().currency)).toEqual(listed)
      })
    })

    describePayments(kit)
    describeStatement(kit)
    describeWebhooks(kit)

    it('refunds a settled payment once, or refuses as refund_not_supported', async () => {
      const paymentId = await kit.createPending()
      await harness().advance(paymentId, 'authorise')
      await harness().advance(paymentId, 'settle')
      const refundId = `rfd_${randomUUID()}`
      const body = harness().rail.prepareRefund({
        refundId,
        attemptId: 'pat',
        invoiceId: 'inv',
        amount: 50_000,
        currency: harness().currency,
        remittanceReference: 'INV-1',
      })
      const refund = () => harness().rail.createRefund(refundId, paymentId, body)
      if (!harness().rail.capabilities.refunds(harness().currency, harness().payout)) {
        expect(await refund()).toEqual({ outcome: 'refused', reason: 'refund_not_supported' })
        return
      }
      const before = (await harness().refundIds()).length
      harness().injectFault('refund', 'cut')
      const first = await eventually(refund)
      expect(first).toEqual({ outcome: 'created', providerRefundId: expect.any(String) })
      expect(await refund()).toEqual(first)
      expect(await harness().refundIds()).toHaveLength(before + 1)
      const id = first.outcome === 'created' ? first.providerRefundId : ''
      await eventually(async () => (await harness().rail.readRefund(paymentId, id)).status === 'executed')
      expect(await harness().rail.verifyWebhook(await harness().webhook(id, 'refunded'))).toMatchObject({
        refundReport: { providerRefundId: id, status: 'executed' },
      })
    })
  })
}
