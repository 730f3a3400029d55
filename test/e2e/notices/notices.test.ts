import { describe, expect, it } from 'vitest'
import { MAIL_JOBS, sweep } from '../../../recovery/sweep.ts'
import { appendEvents } from '../../../db/invoices/event-store.ts'
import { byDeadline, byRail, type InvoiceEvent } from '../../../domain/invoice/index.ts'
import {
  authorise,
  call,
  createInvoice,
  inboxFor,
  type InvoiceJson,
  mustCommand,
  pressPay,
  readEvents,
} from '../../clients/client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'
import { suspend } from '../../support/trust.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

let merchants = 0
async function shopWith(notices: object, settings: object = {}): Promise<{ shop: World; email: string }> {
  merchants += 1
  const email = `notices${merchants}@shop.example`
  const shop = await withNewMerchant(world, { email, ...settings })
  const { status } = await call(inLiveMode(shop), 'PATCH', '/v1/settings', { notices })
  expect(status).toBe(200)
  return { shop, email }
}

const subjectsTo = async (email: string) => (await inboxFor(world, email)).map(({ subject }) => subject)
const run = (sql: string, { merchantId }: World) => world.em.fork().execute<object[]>(sql, [merchantId])

async function pay(shop: World, { id, link }: InvoiceJson): Promise<void> {
  await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await untilStatus(shop, id, 'paid')
}

async function failPayment(invoiceId: string, attemptId: string, reason: string): Promise<void> {
  const key = `payment_failed:${attemptId}`
  const event = { type: 'payment_failed', key, at: Date.now(), cause: byRail('truelayer') } as const
  await appendEvents(world.em.fork(), invoiceId, [{ ...event, attemptId, reason }])
}

describe('notices of the settings', () => {
  it('are only those of failed deliveries at first, and change one by one', async () => {
    const shop = await withNewMerchant(world)
    const change = async (notices: object) => {
      const { status, json } = await call(inLiveMode(shop), 'PATCH', '/v1/settings', { notices })
      return [status, status === 200 ? json['notices'] : json['errors']]
    }
    const first = { paid: false, payment_failed: false, delivery_failed: true, daily_digest: null }
    expect((await call(shop, 'GET', '/v1/settings')).json['notices']).toEqual(first)
    expect(await change({ paid: true })).toEqual([200, { ...first, paid: true }])
    await Promise.all([change({ payment_failed: true }), change({ daily_digest: '08:30' })])
    const both = { ...first, paid: true, payment_failed: true, daily_digest: '08:30' }
    expect(await change({})).toEqual([200, both])
    expect(await change({ daily_digest: '8:30' })).toMatchObject([
      422,
      [{ pointer: '/notices/daily_digest', code: 'invalid_time' }],
    ])
    expect(await change({ viewed: true })).toMatchObject([422, [{ code: 'unknown_field' }]])
  })

  it('e-mail the merchant once for each invoice that is paid after they were chosen', async () => {
    const shop = await withNewMerchant(world, { email: 'chosen@shop.example' })
    await pay(shop, await createInvoice(shop))
    await call(inLiveMode(shop), 'PATCH', '/v1/settings', { notices: { paid: true } })
    const invoice = await createInvoice(shop)
    await pay(shop, invoice)
    const sweeping = () => sweep(world.deps, 0, MAIL_JOBS)
    await Promise.all([sweeping(), sweeping()])
    await sweepThrough(world)
    expect(await subjectsTo('chosen@shop.example')).toEqual([`Invoice ${invoice.number}: it is paid`])
    await run('update merchant_notice set done_at = null, claimed_at = null where merchant_id = ?', shop)
    await sweepThrough(world)
    expect(await subjectsTo('chosen@shop.example')).toHaveLength(1)
    expect((await readEvents(shop, invoice.id)).map(({ type }) => type)).not.toContain(
      'invoice.merchant_notified',
    )
  })

  it('e-mail the merchant about a failed payment, and not about one that another replaced', async () => {
    const { shop, email } = await shopWith({ payment_failed: true })
    const [failed, replaced] = [await createInvoice(shop), await createInvoice(shop)]
    await failPayment(failed.id, 'pat_failed', 'insufficient_funds')
    await failPayment(replaced.id, 'pat_replaced', 'superseded')
    await sweepThrough(world)
    expect(await subjectsTo(email)).toEqual([`Invoice ${failed.number}: a payment failed`])
    expect((await inboxFor(world, email))[0]?.text).toContain('insufficient funds')
  })

  it('leave out failed deliveries when the merchant does not want them', async () => {
    const { shop, email } = await shopWith({ delivery_failed: false })
    const customer = { name: 'Ada Byron', email: 'hardbounce+quiet@customer.example' }
    const { id } = await createInvoice(shop, { customer })
    await untilEvent(shop, id, 'merchant_notification_failed')
    const events = await readEvents(shop, id)
    expect(events.find(({ type }) => type === 'invoice.merchant_notification_failed')?.data).toMatchObject({
      notice: 'delivery_failed',
      reason: 'not_wanted',
    })
    expect(await subjectsTo(email)).toEqual([])
  })

  it('are not sent to a suspended merchant, and not later either', async () => {
    const { shop, email } = await shopWith({ payment_failed: true })
    const { id } = await createInvoice(shop)
    await suspend(shop)
    await failPayment(id, 'pat_suspended', 'insufficient_funds')
    await sweepThrough(world)
    await run("update merchant set status = 'approved' where id = ?", shop)
    await sweepThrough(world)
    expect(await subjectsTo(email)).toEqual([])
  })
})

describe('the daily digest', () => {
  const makeDue = (shop: World, days = 1) =>
    run(
      `update notice_position set digest_day = digest_day - ${days} where mode = 'live' and merchant_id = ?`,
      shop,
    )

  async function append(shop: World, id: string, event: Pick<InvoiceEvent, 'type'> & object) {
    const facts = { key: event.type, at: Date.now(), cause: byDeadline, ...event }
    await appendEvents(world.em.fork(), id, [facts as InvoiceEvent])
    await waitFor(async () => (await readEvents(shop, id)).some(({ type }) => type.endsWith(event.type)))
  }

  it('sums up the live events since the one before, once a local day', async () => {
    const { shop, email } = await shopWith({ daily_digest: '00:00' })
    await sweepThrough(world)
    expect(await subjectsTo(email)).toEqual([])
    const live = inLiveMode(shop)
    const [paid, late, open] = [
      await createInvoice(live),
      await createInvoice(live, { amount: 700 }),
      await createInvoice(live, { amount: 300, currency: 'EUR' }),
    ]
    await mustCommand(live, paid.id, 'credit_notes', { amount: 2_500, notify: false })
    await mustCommand(live, paid.id, 'payments', { amount: 10_000, method: 'cash' })
    await untilStatus(live, paid.id, 'paid')
    await append(live, late.id, { type: 'overdue' })
    await failPayment(open.id, 'pat_digest', 'insufficient_funds')
    await mustCommand(shop, (await createInvoice(shop)).id, 'payments', { amount: 12_500, method: 'cash' })
    await makeDue(shop, 3)
    await Promise.all([sweep(world.deps, 0, MAIL_JOBS), sweep(world.deps, 0, MAIL_JOBS)])
    await sweepThrough(world)
    const [digest, ...others] = await inboxFor(world, email)
    expect(others).toEqual([])
    expect(digest?.subject).toMatch(/^Your invoices on \d+ \w+ \d{4}$/)
    expect(digest?.text.split('\n\n').slice(2, -1)).toEqual([
      'Paid: 1 invoice, 100.00 GBP',
      'Became overdue: 1 invoice, 7.00 GBP due',
      'Payments that failed: 1',
      'Outstanding now: 1 invoice, 3.00 EUR; 1 invoice, 7.00 GBP',
    ])
    await makeDue(shop)
    await sweepThrough(world)
    expect(await subjectsTo(email)).toHaveLength(1)
  })

  it('waits for the merchant’s local hour', async () => {
    const [east, west] = [
      await shopWith({ daily_digest: '00:00' }, { time_zone: 'Pacific/Kiritimati' }),
      await shopWith({ daily_digest: '00:00' }, { time_zone: 'Pacific/Pago_Pago' }),
    ]
    for (const { shop } of [east, west]) {
      const { id } = await createInvoice(inLiveMode(shop))
      await failPayment(id, `pat_${shop.merchantId}`, 'insufficient_funds')
      await run(
        `update notice_position set digest_day = (now() at time zone 'Pacific/Kiritimati')::date - 1
         where mode = 'live' and merchant_id = ?`,
        shop,
      )
    }
    await sweepThrough(world)
    expect([await subjectsTo(east.email), await subjectsTo(west.email)]).toMatchObject([
      [expect.any(String)],
      [],
    ])
  })

  it('is not made for a suspended merchant', async () => {
    const { shop, email } = await shopWith({ daily_digest: '00:00' })
    const { id } = await createInvoice(inLiveMode(shop))
    await failPayment(id, 'pat_digest_suspended', 'insufficient_funds')
    await makeDue(shop)
    await suspend(shop)
    await sweepThrough(world)
    expect(await subjectsTo(email)).toEqual([])
  })
})
