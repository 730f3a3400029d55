import { describe, expect, it } from 'vitest'
import { loadEvents } from '../../../db/invoices/event-store.ts'
import { newId } from '../../../db/ids.ts'
import { fold } from '../../../domain/invoice/index.ts'
import { invoiceWorkflowId, stateQuery } from '../../../workflows/invoice/contract.ts'
import {
  advance,
  command,
  authorise,
  call,
  createInvoice,
  mustCommand,
  pressPay,
  readEvents,
  timeline,
} from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus } from '../../support/wait.ts'

const world = useWorld()

interface Next {
  data: { event: string; at: string }[]
  suppressed: { event: string; code: string }[]
}

const dueIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('a dispute hold', () => {
  it('releases a hold once: a repeated request does not restore old dates', async () => {
    const { id } = await createInvoice(world)
    const invoice = { id, merchantId: world.merchantId }
    await mustCommand(world, id, 'pause')
    const actor = { type: 'api_key' } as const
    const resume = { type: 'resume', commandId: newId('cmd'), actor, dates: 'keep' } as const
    await world.deps.invoices.command(invoice, resume, 0)
    await call(world, 'PATCH', `/v1/invoices/${id}`, { due_date: dueIn(20) })
    expect(await world.deps.invoices.command(invoice, resume, 0)).toMatchObject({ outcome: 'done' })
    const held = await world.client.workflow.getHandle(invoiceWorkflowId(id)).query(stateQuery)
    const log = await loadEvents(world.em.fork(), id)
    expect(held).toMatchObject({ dueDate: dueIn(20), decisionCount: fold(log).decisionCount })
  })

  it('stops reminders and overdue during a hold and keeps the dates on resume', async () => {
    const { id } = await createInvoice(world)
    await untilEvent(world, id, 'sent')
    const held = await mustCommand(world, id, 'pause', { note: 'The customer disputes the second line.' })
    expect(held['on_hold_since']).not.toBeNull()
    const next = held['next'] as Next
    expect(next.data.map(({ event }) => event)).toEqual(['invoice.link_expired'])
    expect(new Set(next.suppressed.map(({ code }) => code))).toEqual(new Set(['on_hold']))
    expect((await advance(world, id, 'P20D')).status).toBe('sent')
    const resumed = await mustCommand(world, id, 'resume')
    expect(resumed).toMatchObject({ due_date: dueIn(14), on_hold_since: null })
    const later = await advance(world, id, 'P30D')
    expect(later.status).toBe('overdue')
    expect((await timeline(world, id)).filter((type) => type === 'reminded')).toHaveLength(2)
  })

  it('shifts the dates by the time on hold when requested', async () => {
    const { id } = await createInvoice(world)
    await mustCommand(world, id, 'pause')
    await advance(world, id, 'P20D')
    const resumed = await mustCommand(world, id, 'resume', { dates: 'shift' })
    expect(resumed['due_date']).toBe(dueIn(34))
    expect((await advance(world, id, 'P13D')).status).toBe('sent')
    expect((await advance(world, id, 'P3D')).status).toBe('overdue')
    await advance(world, id, 'P30D')
    expect((await timeline(world, id)).filter((type) => type === 'reminded')).toHaveLength(5)
  })

  it('ends the overdue status when shifted dates are in the future', async () => {
    const { id } = await createInvoice(world)
    expect((await advance(world, id, 'P16D')).status).toBe('overdue')
    await mustCommand(world, id, 'pause')
    await advance(world, id, 'P10D')
    expect((await mustCommand(world, id, 'resume', { dates: 'shift' })).status).toBe('overdue')
    const { json } = await call(world, 'PATCH', `/v1/invoices/${id}`, { due_date: dueIn(40) })
    expect(json['status']).toBe('sent')
  })

  it('lets the customer pay during a hold', async () => {
    const { id, link } = await createInvoice(world)
    await mustCommand(world, id, 'pause')
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilStatus(world, id, 'paid')
  })

  it('refuses a second hold, a release without a hold, and a reminder during a hold', async () => {
    const { id } = await createInvoice(world)
    expect(await command(world, id, 'resume')).toMatchObject({ status: 409, json: { code: 'not_on_hold' } })
    await mustCommand(world, id, 'pause')
    expect(await command(world, id, 'pause')).toMatchObject({ status: 409, json: { code: 'on_hold' } })
    expect(await command(world, id, 'remind')).toMatchObject({ status: 409, json: { code: 'on_hold' } })
    expect(await timeline(world, id)).not.toContain('reminder_requested')
  })

  it('shows the merchant’s note in the timeline and keeps it out of the workflow', async () => {
    const { id } = await createInvoice(world)
    await mustCommand(world, id, 'pause', { note: 'Wrong amount, says Ada.' })
    const events = await readEvents(world, id)
    expect(events.find(({ type }) => type === 'invoice.hold_placed')).toMatchObject({
      note: 'Wrong amount, says Ada.',
      cause: 'request',
      actor: { type: 'api_key', id: expect.stringMatching(/^key_[0-7][0-9a-z]{25}$/) },
    })
  })
})
