import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type BankRail, RailUnavailableError, UnknownToRailError } from '../rail.ts'
import { carriedReference, drawnReference } from '../../../domain/payment/references/payment-reference.ts'
import { REFERENCE_TYPES } from '../../../domain/payment/references/types.ts'
import { toInvoiceStatus } from '../shared/to-payment-report.ts'
import { eventually, idOf, type Kit, type Fault } from './harness.ts'

export function describePayments({ harness, requestOf, create, createPending, waitForStatus }: Kit): void {
  const countOf = async () => (await harness().paymentIds()).length
  const during = async (fault: Fault, call: (rail: BankRail) => Promise<unknown>) => {
    await call(fault === 'hang' ? harness().impatientRail : harness().rail).catch((error: unknown) =>
      expect(error).toBeInstanceOf(RailUnavailableError),
    )
    harness().clearFaults()
  }

  describe('a payment', () => {
    it('redirects the payer of a new payment to a page that opens', async () => {
      const created = await create(requestOf())
      expect(created).toMatchObject({ outcome: 'created', redirectUrl: expect.stringMatching(/^http/) })
      const page = await fetch(created.outcome === 'created' ? created.redirectUrl : '')
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html')])
    })

    it('creates one payment for repeated and concurrent calls with the same attempt', async () => {
      const before = await countOf()
      const request = requestOf()
      const createAgain = () => eventually(() => create(request))
      const ids = [
        ...(await Promise.all([createAgain(), createAgain(), createAgain()])),
        await createAgain(),
      ].map(idOf)
      expect(new Set(ids).size).toBe(1)
      expect(await countOf()).toBe(before + 1)
    })

    it.each<Fault>(['cut', 'hang', 'garbage', 'drop', 429, 500, 503])(
      'creates one payment when the first request fails: %s',
      async (fault) => {
        const before = await countOf()
        const request = requestOf()
        harness().injectFault('create', fault)
        await during(fault, (rail) => create(request, rail))
        const id = idOf(await eventually(() => create(request)))
        expect(idOf(await create(request))).toBe(id)
        expect(await countOf()).toBe(before + 1)
      },
    )

    it('creates the payment after one 401, and throws RailUnavailableError after several', async () => {
      harness().injectFault('create', 401)
      expect(await create(requestOf())).toMatchObject({ outcome: 'created' })
      harness().injectFault('create', 401, 10)
      await expect(create(requestOf())).rejects.toThrow(RailUnavailableError)
    })

    it('refuses an unknown bank, with a code as the reason', async () => {
      expect(await create(requestOf({ bankId: 'no-such-bank' }))).toEqual({
        outcome: 'refused',
        reason: expect.stringMatching(/^[a-z0-9_]{1,60}$/),
        isRequestInvalid: true,
      })
    })

    it.each(REFERENCE_TYPES)('takes a payment with a reference of the type %s', async (type) => {
      const carried = harness().rail.capabilities.reference(harness().currency)
      const remittanceReference = carriedReference(drawnReference(type, 7), carried)
      expect(await create(requestOf({ remittanceReference }))).toMatchObject({ outcome: 'created' })
    })

    it('takes a payment whose reference is the longest invoice number', async () => {
      const request = requestOf({ remittanceReference: 'INV-2026-1234567-A' })
      expect(await create(request)).toMatchObject({ outcome: 'created' })
    })

    it('marks a refused request as invalid, and logs what the rail says about it', async () => {
      const refused = await create(requestOf({ remittanceReference: 'A'.repeat(200) }))
      expect(refused).toMatchObject({ outcome: 'refused', isRequestInvalid: true })
      expect(harness().logged).toHaveBeenCalledWith(
        expect.objectContaining({ detail: expect.stringMatching(/reference|remittance/i) }),
        'rail.request_invalid',
        'warn',
      )
    })

    it('takes a payer whose name is long and has brackets', async () => {
      const payer = { name: `Ada (Lovelace) ^ ${'x'.repeat(180)}`, email: 'ada@example.com' }
      expect(await create(requestOf({ payer }))).toMatchObject({ outcome: 'created' })
    })

    it('reads the payment as authorizing, processing, then settled with its amount', async () => {
      const id = await createPending()
      expect((await harness().rail.readPayment(id)).status).toBe('authorizing')
      await harness().advance(id, 'authorise')
      expect(toInvoiceStatus(await harness().rail.readPayment(id), false).status).toBe('processing')
      await harness().advance(id, 'settle')
      expect(await harness().rail.readPayment(id)).toMatchObject({
        status: 'settled',
        amount: 123_450,
        currency: harness().currency,
      })
    })

    it('reads the payment as failed when the payer rejects it', async () => {
      const id = await createPending()
      await harness().advance(id, 'reject')
      expect(await harness().rail.readPayment(id)).toMatchObject({
        status: 'failed',
        reason: expect.stringMatching(/^[a-z_]+$/),
      })
    })

    it('cancels the payment until the payer authorises it, then returns too_late', async () => {
      const waiting = await createPending()
      expect(await harness().rail.cancelPayment(waiting)).toBe('cancelled')
      expect((await harness().rail.readPayment(waiting)).status).toBe('failed')
      expect(await harness().rail.cancelPayment(waiting)).toBe('cancelled')
      const authorised = await createPending()
      await harness().advance(authorised, 'authorise')
      expect(await harness().rail.cancelPayment(authorised)).toBe('too_late')
      expect(toInvoiceStatus(await harness().rail.readPayment(authorised), false).status).toBe('processing')
    })
  })

  describe('cancelling a payment', () => {
    it.each<Fault>([400, 202, 404, 405, 501, 'empty_404'])(
      'returns not_cancellable when the payment continues after the answer %s',
      async (answer) => {
        const id = await createPending()
        harness().injectFault('cancel', answer)
        expect(await harness().rail.cancelPayment(id)).toBe('not_cancellable')
        expect((await harness().rail.readPayment(id)).status).toBe('authorizing')
      },
    )

    it.each<Fault>(['cut', 'hang', 'drop', 401, 429, 500])(
      'confirms the cancellation by the status when the request fails: %s',
      async (fault) => {
        const id = await createPending()
        harness().injectFault('cancel', fault)
        await during(fault, (rail) => rail.cancelPayment(id))
        expect(await eventually(() => harness().rail.cancelPayment(id))).toBe('cancelled')
        expect((await harness().rail.readPayment(id)).status).toBe('failed')
      },
    )
  })

  describe('reading a payment', () => {
    it.each<Fault>(['cut', 'hang', 'garbage', 'drop', 401, 429, 500])(
      'throws RailUnavailableError during a fault, and reads the payment afterwards: %s',
      async (fault) => {
        const id = await createPending()
        harness().injectFault('read', fault, 2)
        const rail = fault === 'hang' ? harness().impatientRail : harness().rail
        await expect(rail.readPayment(id)).rejects.toThrow(RailUnavailableError)
        harness().clearFaults()
        expect((await waitForStatus(id, 'authorizing')).status).toBe('authorizing')
      },
    )

    it('reads an unknown status as authorizing, and keeps its text', async () => {
      const id = await createPending()
      harness().injectFault('read', 'unknown_status')
      expect(await harness().rail.readPayment(id)).toMatchObject({
        status: 'authorizing',
        railStatus: expect.stringMatching(/^a_new_status/),
      })
    })

    it('ignores unknown fields of a payment', async () => {
      const id = await createPending()
      harness().injectFault('read', 'unknown_field')
      expect((await harness().rail.readPayment(id)).status).toBe('authorizing')
    })

    it('throws UnknownToRailError for an unknown payment', async () => {
      await expect(harness().rail.readPayment(randomUUID())).rejects.toThrow(UnknownToRailError)
    })
  })
}
