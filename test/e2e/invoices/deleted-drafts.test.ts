import { describe, expect, it } from 'vitest'
import { CommandPayloadRow, InvoiceEventRow, InvoiceRow } from '../../../db/entities/index.ts'
import { invoiceWorkflowId } from '../../../workflows/invoice/contract.ts'
import { call, command, createInvoice, inboxFor, readInvoice } from '../../clients/client.ts'
import {
  createRecurring,
  invoicesOf,
  mustSendRecurringCommand,
  readRecurring,
} from '../../clients/recurring-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { playRounds } from '../../support/race-runner.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilStatus } from '../../support/wait.ts'

const world = useWorld()

const createDraft = (changes: object = {}) => createInvoice(world, { send: 'draft', ...changes })
const remove = (id: string, headers: Record<string, string> = {}) =>
  call(world, 'DELETE', `/v1/invoices/${id}`, undefined, headers)

describe('a draft', () => {
  it('leaves no number, row or list entry when a draft is deleted', async () => {
    const shop = await withNewMerchant(world)
    const first = await createInvoice(shop)
    const { id } = await createInvoice(shop, { send: 'draft', number: 'MINE-1' })
    const preview = await call<{ url: string }>(shop, 'POST', `/v1/invoices/${id}/preview`)
    const deleted = await call(shop, 'DELETE', `/v1/invoices/${id}`)
    expect({ status: deleted.status, text: deleted.json['text'] }).toEqual({ status: 204, text: '' })
    expect((await call(shop, 'GET', `/v1/invoices/${id}`)).status).toBe(404)
    expect((await call(shop, 'DELETE', `/v1/invoices/${id}`)).status).toBe(404)
    expect((await call(shop, 'POST', `/v1/invoices/${id}/send`)).status).toBe(404)
    expect((await fetch(preview.json.url)).status).toBe(404)
    const list = await call<{ data: { id: string }[] }>(shop, 'GET', '/v1/invoices')
    expect(list.json.data.map((each) => each.id)).toEqual([first.id])
    expect(await world.em.fork().count(InvoiceRow, { id })).toBe(0)
    expect((await createInvoice(shop, { send: 'draft', number: 'MINE-1' })).number).toBe('MINE-1')
    const numberOf = (number: string | null) => Number(number?.slice(-4))
    expect(numberOf((await createInvoice(shop)).number)).toBe(numberOf(first.number) + 1)
  })

  it('deletes the note of a refused command when its draft is deleted', async () => {
    const { id } = await createDraft()
    expect((await command(world, id, 'pause', { note: 'wait' })).status).toBe(409)
    expect(await world.em.fork().count(CommandPayloadRow, { invoiceId: id })).toBe(1)
    expect((await remove(id)).status).toBe(204)
  })

  it('refuses to delete an issued invoice, or a draft of another merchant', async () => {
    const { id } = await createDraft()
    const { apiKey } = await withNewMerchant(world)
    expect((await remove(id, { authorization: `Bearer ${apiKey}` })).status).toBe(404)
    expect((await remove('inv_%00')).status).toBe(404)
    const issued = await createInvoice(world)
    expect(await remove(issued.id)).toMatchObject({ status: 409, json: { code: 'not_a_draft' } })
    expect((await readInvoice(world, issued.id)).status).toBe('sent')
  })

  it('gives the same answer again with the same Idempotency-Key', async () => {
    const { id } = await createDraft()
    const key = { 'idempotency-key': `delete-${id}` }
    expect((await remove(id, key)).status).toBe(204)
    const again = await remove(id, key)
    expect(again.status).toBe(204)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await remove((await createDraft()).id, key)).status).toBe(422)
  })

  it('sends no draft at its scheduled time after its deletion', async () => {
    const { id } = await createDraft({ send: new Date(Date.now() + 3_600_000).toISOString() })
    expect((await remove(id)).status).toBe(204)
    await sweepThrough(world)
    expect(await world.em.fork().count(InvoiceEventRow, { invoiceId: id })).toBe(0)
  })

  it('starts a workflow that ends when the draft was deleted before', async () => {
    const { id } = await createDraft()
    await remove(id)
    const ref = { id, merchantId: world.merchantId }
    await world.deps.invoices.start(ref)
    await world.client.workflow.getHandle(invoiceWorkflowId(id)).result()
  })

  it('either sends or deletes a draft when both are requested at the same moment', async () => {
    await playRounds(async (round) => {
      const customer = { name: 'Ada', email: `deleted${round}@customer.example` }
      const { id } = await createDraft({ customer })
      const [sent, deleted] = await Promise.all([command(world, id, 'send'), remove(id)])
      const isDeleted = deleted.status === 204
      expect([sent.status, deleted.status]).toEqual(isDeleted ? [404, 204] : [200, 409])
      if (!isDeleted) await untilStatus(world, id, 'sent')
      expect(await world.em.fork().count(InvoiceRow, { id })).toBe(isDeleted ? 0 : 1)
      if (isDeleted) expect(await inboxFor(world, customer.email)).toEqual([])
    })
  })

  it('makes no draft again for an occurrence whose draft was deleted, and one for the next occurrence', async () => {
    const { id } = await createRecurring(world, { issue: 'draft' })
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P3D' })
    const [first] = await invoicesOf(world, id)
    expect((await remove(first?.id ?? '')).status).toBe(204)
    await world.deps.recurring.reload({ id, merchantId: world.merchantId })
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P32D' })
    const left = await invoicesOf(world, id)
    expect(left.map(({ recurring }) => recurring?.occurrence)).toEqual([2])
    expect(await readRecurring(world, id)).toMatchObject({ last: { occurrence: 2, invoice: left[0]?.id } })
  })
})
