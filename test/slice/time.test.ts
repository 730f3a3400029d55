import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sweep } from '../../api/sweep.ts'
import { InvoiceRow, MerchantRow } from '../../db/entities/index.ts'
import { invoiceWorkflowId } from '../../workflows/contract.ts'
import {
  call,
  createInvoice,
  pressPay,
  readEvents,
  readInvoice,
  until,
  untilStatus,
  authorise,
} from '../client.ts'
import { createTestWorld } from '../test-world.ts'
import type { World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(async () => world.close())

/** An invoice whose due date was yesterday, as if it had been sent long ago. */
async function sendLate(): Promise<string> {
  const { id } = await createInvoice(world, { send: 'draft' })
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)
  await world.em.fork().nativeUpdate(InvoiceRow, { id }, { dueDate: yesterday })
  await call(world, 'POST', `/v1/invoices/${id}/send`)
  return id
}

const runOf = (id: string) => world.client.workflow.getHandle(invoiceWorkflowId(id))
const types = async (id: string) => (await readEvents(world, id)).map((event) => event.type)

describe('time', () => {
  it('makes an invoice overdue when its due date is over, and keeps it payable', async () => {
    const id = await sendLate()
    const overdue = await untilStatus(world, id, 'overdue')
    const event = (await readEvents(world, id)).find((one) => one.type === 'invoice.overdue')
    expect(event?.cause).toEqual({ by: 'deadline' })
    await authorise((await pressPay(overdue.link?.url ?? '', 'sandbox-harbour')).location)
    await untilStatus(world, id, 'paid')
  })

  it('lets a link expire, and its page says what to do next', async () => {
    await world.em.fork().nativeUpdate(MerchantRow, { id: world.merchantId }, { linkLifetimeDays: 0 })
    const id = await sendLate()
    await world.em.fork().nativeUpdate(MerchantRow, { id: world.merchantId }, { linkLifetimeDays: 30 })
    await until(async () => (await types(id)).includes('invoice.link_expired'))
    const invoice = await readInvoice(world, id)
    expect(invoice).toMatchObject({ status: 'overdue', link: { state: 'expired' } })
    const page = await fetch(invoice.link?.url ?? '')
    expect(page.status).toBe(410)
    expect(await page.text()).toContain('accounts@larkspur.example')
    expect((await pressPay(invoice.link?.url ?? '', 'sandbox-harbour')).status).toBe(410)
  })

  it('ends the workflow when nothing can happen by itself, and starts it again for whatever comes', async () => {
    const { id, link } = await createInvoice(world)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-harbour')).location)
    await until(async () => (await runOf(id).describe()).status.name === 'COMPLETED')
    const attemptId = (await readEvents(world, id)).find((one) => one.type === 'invoice.paid')?.data[
      'attemptId'
    ]
    const report = {
      attemptId: String(attemptId),
      status: 'settled',
      providerPaymentId: 'p',
      amount: '12500',
      currency: 'GBP',
      at: Date.now(),
      cause: { by: 'bank' },
    } as const
    const before = await runOf(id).describe()
    await world.deps.referee.reportPayment({ id, merchantId: world.merchantId }, report)
    await until(async () => {
      const now = await runOf(id).describe()
      return now.runId !== before.runId && now.status.name === 'COMPLETED'
    })
    expect((await types(id)).filter((type) => type === 'invoice.paid')).toHaveLength(1)
  })

  it('says what it will do next, when and why', async () => {
    const { id } = await createInvoice(world)
    await until(async () => (await readInvoice(world, id)).delivery.state !== 'pending')
    const { json } = await call(world, 'GET', `/v1/invoices/${id}/next`)
    expect(json['data']).toEqual([
      { event: 'invoice.overdue', at: expect.any(String), why: expect.stringContaining('due date') },
      { event: 'invoice.link_expired', at: expect.any(String), why: expect.stringContaining('link') },
    ])
  })

  it('sends a scheduled draft when its time comes', async () => {
    const { id } = await createInvoice(world, { send: new Date(Date.now() + 3_600_000).toISOString() })
    await sweep(world.deps, 0)
    expect((await readInvoice(world, id)).status).toBe('draft')
    const past = new Date(Date.now() - 1_000)
    await world.em.fork().nativeUpdate(InvoiceRow, { id }, { sendAt: past })
    await sweep(world.deps, 0)
    expect((await readInvoice(world, id)).status).toBe('sent')
  })
})
