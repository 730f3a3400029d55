import { describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { loadEvents } from '../../../db/invoices/event-store.ts'
import { invoiceWorkflowId } from '../../../workflows/invoice/contract.ts'
import {
  advance,
  call,
  createInvoice,
  pressPay,
  readEvents,
  readInvoice,
  authorise,
} from '../../clients/client.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilCompleted, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'
import { byRail, fold } from '../../../domain/invoice/index.ts'

const world = useWorld()

const runOf = (id: string) => world.client.workflow.getHandle(invoiceWorkflowId(id))
const types = async (id: string) => (await readEvents(world, id)).map((event) => event.type)

describe('time', () => {
  it('marks an invoice overdue after its due date and keeps it payable', async () => {
    const { id } = await createInvoice(world)
    const overdue = await advance(world, id, 'P16D')
    expect(overdue.status).toBe('overdue')
    const event = (await readEvents(world, id)).find((one) => one.type === 'invoice.overdue')
    expect(event).toMatchObject({ cause: 'deadline', actor: { type: 'system' } })
    await authorise((await pressPay(overdue.link?.url ?? '', 'sandbox-harbour')).location)
    await untilStatus(world, id, 'paid')
  })

  it('expires a link and shows what to do next on its page', async () => {
    const { id } = await createInvoice(world)
    await advance(world, id, 'P46D')
    const invoice = await readInvoice(world, id)
    expect(invoice).toMatchObject({ status: 'overdue', link: { status: 'expired' } })
    const page = await fetch(invoice.link?.url ?? '')
    expect(page.status).toBe(410)
    expect(await page.text()).toContain('accounts@larkspur.example')
    expect((await pressPay(invoice.link?.url ?? '', 'sandbox-harbour')).status).toBe(410)
  })

  it('ends the workflow when nothing is pending and starts it again for the next message', async () => {
    const { id, link } = await createInvoice(world)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-harbour')).location)
    await untilCompleted(world, invoiceWorkflowId(id))
    const settled = (await readEvents(world, id)).find((one) => one.type === 'invoice.payment_settled')
    const report = {
      attemptId: String(settled?.data['payment_id']),
      status: 'settled',
      providerPaymentId: 'p',
      amount: 12_500,
      currency: 'GBP',
      at: Date.now(),
      cause: byRail('truelayer'),
    } as const
    const before = await runOf(id).describe()
    await world.deps.invoices.reportPayment({ id, merchantId: world.merchantId }, report)
    expect((await runOf(id).describe()).runId).not.toBe(before.runId)
    await untilCompleted(world, invoiceWorkflowId(id))
    expect((await types(id)).filter((type) => type === 'invoice.paid')).toHaveLength(1)
  })

  it('lists the next check of a payment with its instant, also after a check', async () => {
    const { id, link } = await createInvoice(world)
    await pressPay(link?.url ?? '', 'sandbox-harbour')
    const check = async () => {
      const { json } = await call(world, 'GET', `/v1/invoices/${id}/next`)
      const steps = json['data'] as { event: string; at: string | null }[]
      return Date.parse(steps.find(({ event }) => event === 'payment_check')?.at ?? '')
    }
    const { attempts } = fold(await loadEvents(world.em.fork(), id))
    const startedAt = attempts[0]?.startedAt ?? 0
    expect(await check()).toBe(startedAt + 60_000)
    const em = world.em.fork()
    await em.execute(`update invoice_event set at = at - interval '2 minutes' where invoice_id = ?`, [id])
    expect(await check()).toBe(startedAt - 60_000)
    await runOf(id).terminate('so that the next run checks at once')
    await world.deps.invoices.viewed({ id, merchantId: world.merchantId })
    await waitFor(async () => (await check()) === startedAt + 180_000)
  })

  it('lists the next steps with instant and reason', async () => {
    const { id } = await createInvoice(world)
    await untilInvoice(world, id, (invoice) => invoice.delivery.status !== 'pending')
    const { json } = await call(world, 'GET', `/v1/invoices/${id}/next`)
    const steps = json['data'] as { event: string; at: string; local_time: string; why: string }[]
    const reminder = 'invoice.reminded'
    expect(steps.map(({ event }) => event)).toEqual([
      reminder,
      reminder,
      'invoice.overdue',
      reminder,
      reminder,
      reminder,
      'invoice.link_expired',
    ])
    expect(steps[0]).toMatchObject({
      at: expect.stringMatching(/Z$/),
      local_time: expect.stringContaining('T09:00:00'),
      why: expect.stringContaining('3 days before the due date'),
    })
  })

  it('states that dates were set in an earlier time zone when the merchant’s zone has changed', async () => {
    const shop = await withNewMerchant(world, { time_zone: 'Europe/Copenhagen' })
    const { id } = await createInvoice(shop)
    const whys = async () => {
      const { json } = await call<{ data: { event: string; why: string }[] }>(
        shop,
        'GET',
        `/v1/invoices/${id}/next`,
      )
      return json.data.filter(({ event }) => /overdue|reminded/.test(event)).map(({ why }) => why)
    }
    const earlier = 'in the time zone that you had when the dates were set'
    expect((await whys()).filter((why) => why.includes(earlier))).toEqual([])
    await call(inLiveMode(shop), 'PATCH', '/v1/settings', { time_zone: 'Asia/Tokyo' })
    const after = await whys()
    expect(after).toHaveLength(6)
    expect(after.filter((why) => !why.includes(earlier))).toEqual([])
  })

  it('sends a scheduled draft at its time', async () => {
    const { id } = await createInvoice(world, { send: new Date(Date.now() + 3_600_000).toISOString() })
    await sweepThrough(world)
    expect((await readInvoice(world, id)).status).toBe('draft')
    const past = new Date(Date.now() - 1_000)
    await world.em.fork().nativeUpdate(InvoiceRow, { id }, { sendAt: past })
    await sweepThrough(world)
    expect((await readInvoice(world, id)).status).toBe('sent')
  })
})
