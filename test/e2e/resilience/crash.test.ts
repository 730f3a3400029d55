import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { createInvoiceClient } from '../../../clients/invoice-client.ts'
import { appendEvents } from '../../../db/invoices/event-store.ts'
import { savePending } from '../../../db/pending-commands.ts'
import { sweep } from '../../../recovery/sweep.ts'
import { createDraft } from '../../../api/merchant/invoices/create-draft.ts'
import { InboundWebhookRow, InvoiceRow, PendingCommandRow } from '../../../db/entities/index.ts'
import { invoiceWorkflowId } from '../../../workflows/invoice/contract.ts'
import {
  command,
  authorise,
  bankPayment,
  control,
  createInvoice,
  inboxFor,
  invoiceBody,
  pressPay,
  readEvents,
  readInvoice,
} from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { replaceForTest } from '../../support/replace.ts'
import { unreachableTemporal } from '../../support/unreachable-temporal.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'
import { byRequest } from '../../../domain/invoice/index.ts'

const world = useWorld()

const types = async (id: string) => (await readEvents(world, id)).map((event) => event.type)

describe('a crash', () => {
  it('issues a draft once in the sweep after a crash before its issue', async () => {
    const em = world.em.fork()
    const tenant = { merchantId: world.merchantId, mode: 'test' as const }
    const author = { tenant, actor: { type: 'api_key' as const } }
    const { id } = await createDraft(world.deps, em, author, invoiceBody(), undefined)
    await Promise.all([sweep(world.deps, 0), sweep(world.deps, 0)])
    expect(await readInvoice(world, id)).toMatchObject({ status: 'sent' })
    expect((await types(id)).filter((type) => type === 'invoice.issued')).toHaveLength(1)
  })

  it('completes a payment once after the worker crashed', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await world.stopWorker()
    await authorise(pressed.location)
    await untilEvent(world, id, 'payment_processing')
    expect((await readInvoice(world, id)).status).not.toBe('paid')
    await world.startWorker()
    await untilStatus(world, id, 'paid')
    expect((await types(id)).filter((type) => type === 'invoice.paid')).toHaveLength(1)
  })

  it('starts the run again from the log when its history does not replay', async () => {
    const { id, link } = await createInvoice(world)
    await untilInvoice(world, id, (invoice) => invoice.delivery.status !== 'pending')
    await world.stopWorker()
    const code = readFileSync(inject('workflowBundlePath'), 'utf8')
    const careless = code.replace(
      /async load\(\) \{([\s\S]*?)(\S+\.records)\.loadInvoice/,
      (_, before: string, records: string) =>
        `async load() { await ${records}.recordEvents({ invoiceId: this.id, events: [] });${before}${records}.loadInvoice`,
    )
    expect(careless).not.toBe(code)
    const folder = mkdtempSync(path.join(tmpdir(), 'duewell-careless-'))
    try {
      writeFileSync(path.join(folder, 'workflows.js'), careless)
      await world.startWorker(path.join(folder, 'workflows.js'))
      await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
      await untilStatus(world, id, 'paid')
    } finally {
      await world.stopWorker()
      rmSync(folder, { recursive: true })
      await world.startWorker()
    }
    await world.deps.invoices.reload({ id, merchantId: world.merchantId })
    const run = world.client.workflow.getHandle(invoiceWorkflowId(id))
    await waitFor(async () => (await run.describe()).status.name === 'COMPLETED')
    expect((await types(id)).filter((type) => type === 'invoice.paid')).toHaveLength(1)
  })

  it('starts a terminated run again from the log with the next message', async () => {
    const email = 'terminated.run@customer.example'
    const { id, link } = await createInvoice(world, { customer: { name: 'Ada', email } })
    await untilInvoice(world, id, (invoice) => invoice.delivery.status !== 'pending')
    await world.client.workflow.getHandle(invoiceWorkflowId(id)).terminate('a test of what comes after')
    await authorise((await pressPay(link?.url ?? '', 'sandbox-harbour')).location)
    await untilStatus(world, id, 'paid')
    const invoices = (await inboxFor(world, email)).filter((mail) => mail.subject.startsWith('Invoice'))
    expect(invoices).toHaveLength(1)
  })

  it('saves a webhook while Temporal is unavailable and processes it in the sweep', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    const { invoices } = world.deps
    world.deps.invoices = createInvoiceClient(unreachableTemporal(world))
    try {
      await authorise(pressed.location)
      const kept = await waitFor(async () => {
        const rows = await world.em.fork().find(InboundWebhookRow, { source: 'truelayer', processedAt: null })
        return rows.find(
          (row) => row.body.includes(bankPayment(pressed.location)) && row.body.includes('payment_settled'),
        )
      })
      const deliveries = await waitFor(async () => {
        const { webhooks } = await control<{
          webhooks: { event_id: string; last_status: number }[]
        }>(world, 'webhooks', 'GET')
        return webhooks.find((one) => one.event_id === kept.eventId && one.last_status !== null)
      })
      expect(deliveries.last_status).toBe(503)
      expect((await readInvoice(world, id)).status).not.toBe('paid')
    } finally {
      world.deps.invoices = invoices
    }
    await sweep(world.deps, 0)
    await untilStatus(world, id, 'paid')
  })

  it('starts the workflow in the sweep when the api stopped after the issue', async () => {
    const email = 'issued.before.a.crash@customer.example'
    const { invoices } = world.deps
    const restore = replaceForTest(world.deps, { invoices: createInvoiceClient(unreachableTemporal(world)) })
    const { id, status } = await createInvoice(world, { customer: { name: 'Ada', email } })
    restore()
    expect(status).toBe('sent')
    expect(await inboxFor(world, email)).toEqual([])
    await sweep(world.deps, 0)
    await untilEvent(world, id, 'delivered')
    await invoices.start({ id, merchantId: world.merchantId })
    expect(await inboxFor(world, email)).toHaveLength(1)
    expect(await world.em.fork().execute('select id from pending_start where id = ?', [id])).toEqual([])
  })

  it('reloads the workflow in the sweep after a crash that followed a recorded decision', async () => {
    const { id } = await createInvoice(world)
    await untilEvent(world, id, 'delivered')
    const at = Date.now()
    const cause = byRequest({ actor: { type: 'api_key' }, commandId: 'cmd_lost' })
    const asked = { type: 'reminder_requested', key: 'reminder_requested:cmd_lost', at, cause } as const
    await appendEvents(world.em, id, [{ ...asked, reminderId: 'cmd_lost', channels: ['email'] }])
    const { merchantId } = world
    await savePending(world.em.fork(), 'cmd_lost', { workflow: 'invoice', id, merchantId })
    await sweep(world.deps, 0)
    await untilEvent(world, id, 'reminded')
    expect(await world.em.fork().count(PendingCommandRow, { subjectId: id })).toBe(0)
  })

  it('decides the next command after a decision that a crashed worker recorded', async () => {
    const { id } = await createInvoice(world)
    await untilEvent(world, id, 'delivered')
    const at = Date.now()
    const cause = byRequest({ actor: { type: 'api_key' }, commandId: 'cmd_paused' })
    await appendEvents(world.em, id, [{ type: 'hold_placed', key: 'hold_placed:cmd_paused', at, cause }])
    const answer = await command(world, id, 'remind')
    expect(answer).toMatchObject({ status: 409, json: { code: 'on_hold' } })
    expect(await types(id)).not.toContain('invoice.reminder_requested')
  })

  it('records a payment by polling when all webhooks are lost', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await control(world, 'webhooks/hold', 'POST', { drop: true })
    await authorise(pressed.location)
    await waitFor(
      async () =>
        (await control(world, `payments/${bankPayment(pressed.location)}`, 'GET'))['status'] === 'settled',
    )
    await control(world, 'webhooks/release')
    await world.em
      .fork()
      .execute(`update invoice_event set at = at - interval '2 minutes' where invoice_id = ?`, [id])
    await world.client.workflow
      .getHandle(invoiceWorkflowId(id))
      .terminate('so that the next run checks at once')
    await world.deps.invoices.viewed({ id, merchantId: world.merchantId })
    await untilStatus(world, id, 'paid')
  })

  it('creates one payment at the bank after a crash between request and answer', async () => {
    const { id, link } = await createInvoice(world)
    await control(world, 'fail-next', 'POST', {
      operation: 'create_payment',
      mode: 'lost_after_accept',
      times: 2,
    })
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    expect(pressed.status).toBe(303)
    const { payments } = await control<{
      payments: { request: { metadata: { invoice_id: string } } }[]
    }>(world, 'payments', 'GET')
    expect(payments.filter((payment) => payment.request.metadata.invoice_id === id)).toHaveLength(1)
    await authorise(pressed.location)
    await untilStatus(world, id, 'paid')
  })

  it('shows the payer at once that the bank is unavailable and keeps the invoice payable', async () => {
    const { id, link } = await createInvoice(world)
    await control(world, 'fail-next', 'POST', {
      operation: 'create_payment',
      mode: 'status',
      status: 500,
      times: 3,
    })
    const pressed = await pressPay(link?.url ?? '', 'sandbox-harbour')
    expect(pressed.status).toBe(503)
    const again = await pressPay(link?.url ?? '', 'sandbox-pebble')
    await authorise(again.location)
    await untilStatus(world, id, 'paid')
    expect(await world.em.fork().count(InvoiceRow, { id, status: 'paid' })).toBe(1)
  })
})
