import { describe, expect, it } from 'vitest'
import { advanceBy } from '../../../api/merchant/invoices/test-clock.ts'
import { Problem } from '../../../api/http/errors/problem.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { newId } from '../../../db/ids.ts'
import { invoiceWorkflowId } from '../../../workflows/invoice/contract.ts'
import {
  advance,
  command,
  authorise,
  call,
  createInvoice,
  inboxFor,
  invoiceBody,
  mustCommand,
  pressPay,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import type { World } from '../../support/harness.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilCompleted, untilInvoice, untilStatus } from '../../support/wait.ts'
import { withNewMerchant } from '../../support/merchant.ts'

const world = useWorld()

const runOf = (id: string) => world.client.workflow.getHandle(invoiceWorkflowId(id))

describe('the test clock', () => {
  it('plays a month of one invoice in order and answers when everything is done', async () => {
    const customer = { name: 'Ada Byron', email: 'ada.month@customer.example' }
    const { id } = await createInvoice(world, { customer })
    const other = await createInvoice(world)
    const moved = await advance(world, id, 'P30D')
    expect(moved).toMatchObject({ status: 'overdue', settled: true, test_clock_offset_ms: 30 * 86_400_000 })
    expect(await inboxFor(world, customer.email)).toHaveLength(6)
    const happened = (await timeline(world, id)).filter((type) => type !== 'delivered')
    expect(happened.filter((type) => type === 'reminded' || type === 'overdue')).toEqual([
      'reminded',
      'reminded',
      'overdue',
      'reminded',
      'reminded',
      'reminded',
    ])
    expect(await readInvoice(world, other.id)).toMatchObject({ status: 'sent', test_clock_offset_ms: 0 })
  })

  it('keeps the test clock’s offset after the workflow ended, also for a later payment', async () => {
    const { id, link } = await createInvoice(world)
    await advance(world, id, 'P10D')
    await runOf(id).terminate('to be resumed from its log')
    await advance(world, id, 'P1M')
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    const paid = await untilStatus(world, id, 'paid')
    expect(Date.parse(paid.paid_at ?? '') - Date.now()).toBeGreaterThan(35 * 86_400_000)
  })

  it('refuses a live key, a move back, and an invalid duration', async () => {
    const { id } = await createInvoice(world)
    const refusals = [
      ['-P1D', 422, 'clock_moved_back'],
      ['P11Y', 422, 'invalid_duration'],
      ['a month', 422, 'invalid_duration'],
      ['', 422, 'invalid_duration'],
    ] as const
    for (const [duration, status, code] of refusals) {
      expect(await command(world, id, 'clock', { advance: duration })).toMatchObject({
        status,
        json: { code },
      })
    }
    const headers = { authorization: `Bearer ${world.liveApiKey}` }
    const body = { customer: { name: 'Ada', email: 'ada@live.example' }, send: 'draft' }
    const live = await call(world, 'POST', '/v1/invoices', invoiceBody(body), headers)
    const clock = await command(world, String(live.json['id']), 'clock', { advance: 'P1D' }, headers)
    expect(clock).toMatchObject({ status: 403, json: { code: 'live_invoice' } })
    expect(await timeline(world, id)).not.toContain('clock_advanced')
  })
})

it('limits the test clock to a hundred years ahead', () => {
  const years = (count: number) => Date.now() + count * 365.25 * 86_400_000
  expect(advanceBy({ advance: 'P5Y' }, years(94), 'UTC')).toBeGreaterThan(0)
  expect(() => advanceBy({ advance: 'P5Y' }, years(96), 'UTC')).toThrow(Problem)
})

describe('an invoice is overdue when the next day begins for its merchant', () => {
  it.each([
    ['Pacific/Pago_Pago', 'T11:00:00.000Z', 1],
    ['Pacific/Kiritimati', 'T10:00:00.000Z', 0],
    ['Asia/Kathmandu', 'T18:15:00.000Z', 0],
  ])('computes the dates in the zone %s', async (zone, time, daysLater) => {
    const due = dateInZone(Date.now() + 14 * 86_400_000, zone)
    const shop = await withNewMerchant(world, { time_zone: zone })
    const invoice = await createDue(shop, due)
    const day = new Date(Date.parse(due) + daysLater * 86_400_000).toISOString().slice(0, 10)
    expect(invoice['overdue_at']).toBe(`${day}${time}`)
    const milliseconds = Date.parse(String(invoice['overdue_at'])) - Date.now()
    const seconds = Math.floor(milliseconds / 1_000) - 600
    expect((await advance(shop, String(invoice['id']), `PT${seconds}S`)).status).toBe('sent')
    expect((await advance(shop, String(invoice['id']), 'PT11M')).status).toBe('overdue')
  })

  it.each([
    ['Europe/Copenhagen', '2027-03-27', '2027-03-27T23:00:00.000Z'],
    ['Europe/Copenhagen', '2027-03-28', '2027-03-28T22:00:00.000Z'],
    ['America/New_York', '2027-11-07', '2027-11-08T05:00:00.000Z'],
    ['Africa/Cairo', '2027-04-29', '2027-04-29T22:00:00.000Z'],
  ])('turns overdue in %s at the end of %s', async (zone, due, overdueAt) => {
    const shop = await withNewMerchant(world, { time_zone: zone })
    expect((await createDue(shop, due))['overdue_at']).toBe(overdueAt)
  })
})

async function createDue(shop: World, due: string): Promise<Record<string, unknown>> {
  return (await call(shop, 'POST', '/v1/invoices', invoiceBody({ due_date: due }))).json
}

describe('an invoice whose workflow has ended', () => {
  async function over(): Promise<string> {
    const { id, link } = await createInvoice(world)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await ended(id)
    return id
  }

  const ended = (id: string) => untilCompleted(world, invoiceWorkflowId(id))

  it('refunds an invoice and moves its clock after its workflow ended', async () => {
    const id = await over()
    await mustCommand(world, id, 'refunds', { amount: 500 })
    await untilInvoice(world, id, (invoice) => invoice.amount_refunded === 500)
    await ended(id)
    expect((await advance(world, id, 'P30D')).status).toBe('paid')
  })

  it('refuses commands after the workflow ended with the same codes as before', async () => {
    const id = await over()
    const wanted: [string, object, number, string][] = [
      ['void', {}, 409, 'already_paid'],
      ['pause', {}, 409, 'already_paid'],
      ['resume', {}, 409, 'already_paid'],
      ['remind', {}, 409, 'already_paid'],
      ['link', {}, 409, 'already_paid'],
      ['payments', { amount: 100, method: 'cash' }, 409, 'already_paid'],
      [`payments/${newId('pay')}/undo`, {}, 404, 'unknown_payment'],
      ['refunds', { amount: 12_501 }, 422, 'refund_exceeds_payment'],
    ]
    for (const [name, body, status, code] of wanted) {
      expect(await command(world, id, name, body)).toMatchObject({ status, json: { code } })
      await ended(id)
    }
  })

  it('accepts a new link, a hold, a payment and a void after its link expired', async () => {
    const { id } = await createInvoice(world)
    await advance(world, id, 'P60D')
    await ended(id)
    await mustCommand(world, id, 'pause')
    await ended(id)
    await mustCommand(world, id, 'resume')
    await mustCommand(world, id, 'link')
    const recorded = await mustCommand(world, id, 'payments', { amount: 12_500, method: 'transfer' })
    await ended(id)
    await mustCommand(world, id, `payments/${recorded.payments[0]?.id}/undo`)
    await mustCommand(world, id, 'void')
    await ended(id)
    expect(await readInvoice(world, id)).toMatchObject({ status: 'void' })
  })
})
