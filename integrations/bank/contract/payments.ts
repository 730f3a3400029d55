import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { RailUnavailableError, UnknownToRailError } from '../rail.ts'
import { toInvoiceStatus } from '../shared/to-bank-report.ts'
import { eventually, idOf, type Kit, type Trouble } from './world.ts'

/** Claims about creating a payment, reading it, and stopping it. */
export function describePayments({ world, orderOf, create, pay, reading }: Kit): void {
  const countOf = async () => (await world().paymentIds()).length

  describe('a payment', () => {
    it('has a page that its payer can open', async () => {
      const created = await create(orderOf())
      expect(created).toMatchObject({ outcome: 'created', redirectUrl: expect.stringMatching(/^http/) })
      const page = await fetch(created.outcome === 'created' ? created.redirectUrl : '')
      expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html')])
    })

    it('is one, however often and at once it is asked for', async () => {
      const before = await countOf()
      const order = orderOf()
      const again = () => eventually(() => create(order))
      const ids = [...(await Promise.all([again(), again(), again()])), await again()].map(idOf)
      expect(new Set(ids).size).toBe(1)
      expect(await countOf()).toBe(before + 1)
    })

    it.each<Trouble>(['cut', 'hang', 'garbage', 'drop', 429, 500, 503])(
      'is one when its first answer is lost: %s',
      async (trouble) => {
        const before = await countOf()
        const order = orderOf()
        world().spoil('create', trouble)
        const id = idOf(await eventually(() => create(order)))
        expect(idOf(await create(order))).toBe(id)
        expect(await countOf()).toBe(before + 1)
      },
    )

    it('is created although a first request was not believed, and stays unknown while none is', async () => {
      world().spoil('create', 401)
      expect(await create(orderOf())).toMatchObject({ outcome: 'created' })
      world().spoil('create', 401, 10)
      await expect(create(orderOf())).rejects.toThrow(RailUnavailableError)
    })

    it('is refused with a reason of one word', async () => {
      expect(await create(orderOf({ bankId: 'no-such-bank' }))).toEqual({
        outcome: 'refused',
        reason: expect.stringMatching(/^[a-z0-9_]{1,60}$/),
      })
    })

    it('is authorised by its payer, on its way, then settled with its amount', async () => {
      const id = await pay()
      expect((await world().rail.readPayment(id)).status).toBe('authorizing')
      await world().move(id, 'authorise')
      expect(toInvoiceStatus(await world().rail.readPayment(id), false).status).toBe('processing')
      await world().move(id, 'settle')
      expect(await world().rail.readPayment(id)).toMatchObject({
        status: 'settled',
        amount: 123_450n,
        currency: world().currency,
      })
    })

    it('fails when its payer rejects it', async () => {
      const id = await pay()
      await world().move(id, 'reject')
      expect(await world().rail.readPayment(id)).toMatchObject({
        status: 'failed',
        reason: expect.stringMatching(/^[a-z_]+$/),
      })
    })

    it('can be cancelled until its payer has authorised it', async () => {
      const waiting = await pay()
      expect(await world().rail.cancelPayment(waiting)).toBe('cancelled')
      expect((await world().rail.readPayment(waiting)).status).toBe('failed')
      expect(await world().rail.cancelPayment(waiting)).toBe('cancelled')
      const authorised = await pay()
      await world().move(authorised, 'authorise')
      expect(await world().rail.cancelPayment(authorised)).toBe('too_late')
      expect(toInvoiceStatus(await world().rail.readPayment(authorised), false).status).toBe('processing')
    })
  })

  describe('stopping a payment', () => {
    it.each<Trouble>([400, 202])('that goes on whatever was answered changes nothing: %s', async (answer) => {
      const id = await pay()
      world().spoil('cancel', answer)
      expect(await world().rail.cancelPayment(id)).toBe('goes_on')
      expect((await world().rail.readPayment(id)).status).toBe('authorizing')
    })

    it.each<Trouble>(['cut', 'hang', 'drop', 401, 429, 500])(
      'is not believed before the rail says so: %s',
      async (trouble) => {
        const id = await pay()
        world().spoil('cancel', trouble)
        expect(await eventually(() => world().rail.cancelPayment(id))).toBe('cancelled')
        expect((await world().rail.readPayment(id)).status).toBe('failed')
      },
    )
  })

  describe('reading a payment', () => {
    it.each<Trouble>(['cut', 'hang', 'garbage', 'drop', 401, 429, 500])(
      'says so when there is no answer, and goes on when there is one: %s',
      async (trouble) => {
        const id = await pay()
        world().spoil('read', trouble, 2)
        await expect(world().rail.readPayment(id)).rejects.toThrow(RailUnavailableError)
        expect((await reading(id, 'authorizing')).status).toBe('authorizing')
      },
    )

    it('keeps a state it does not know, which changes nothing', async () => {
      const id = await pay()
      world().spoil('read', 'unknown_status')
      expect(await world().rail.readPayment(id)).toMatchObject({
        status: 'authorizing',
        railStatus: expect.stringMatching(/^a_new_word/),
      })
    })

    it('takes no notice of fields it does not know', async () => {
      const id = await pay()
      world().spoil('read', 'unknown_field')
      expect((await world().rail.readPayment(id)).status).toBe('authorizing')
    })

    it('does not invent one that is not there', async () => {
      await expect(world().rail.readPayment(randomUUID())).rejects.toThrow(UnknownToRailError)
    })
  })
}
