import { randomUUID } from 'node:crypto'
import { WithStartWorkflowOperation } from '@temporalio/client'
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import { Worker } from '@temporalio/worker'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import type { InvoiceActivities, PaymentActivities } from '../../activities/invoices/types.ts'
import type { Timed } from '../../activities/timed.ts'
import { byProvider, byRail, byRequest, type InvoiceEvent } from '../../domain/invoice/index.ts'
import {
  addressReopenedSignal,
  paymentReportSignal,
  invoiceStatusAttribute,
  type InvoiceWorkflowInput,
  merchantUpdates,
  payUpdate,
} from './contract.ts'
import type { invoiceWorkflow } from './workflow.ts'
import { connectToTemporal } from '../../test/support/temporal-runtime.ts'

type Activities = Omit<InvoiceActivities, keyof PaymentActivities> & Timed<PaymentActivities>

const DAY = 86_400_000
const ATTEMPT = 'pat_1'
const LINK = 'lnk_1'
const BANK = byRail('truelayer')
const ACTOR = { type: 'api_key' } as const
const MERCHANT = byRequest({ actor: ACTOR })
const taskQueue = `invoice-workflow-${randomUUID()}`
const logs = new Map<string, InvoiceEvent[]>()

const readPayment = vi.fn<Activities['readPayment']>(async ({ attemptId, providerPaymentId }) => ({
  attemptId,
  providerPaymentId,
  status: 'settled',
  amount: 10_000,
  currency: 'GBP',
  tookMs: 0,
}))

const sendInvoice = vi.fn<Activities['sendInvoice']>(async ({ invoiceId }) => append(invoiceId, sent()))

const activities: Partial<Activities> = {
  readPayment,
  loadInvoice: async ({ invoiceId }) => [...logOf(invoiceId)],
  recordEvents: async ({ invoiceId, events }) => void append(invoiceId, ...events),
  startPayment: async ({ invoiceId, attemptId, events }) => ({
    outcome: 'started',
    tookMs: 0,
    events: append(invoiceId, ...events, {
      type: 'payment_authorizing',
      key: `payment_authorizing:${attemptId}`,
      at: Date.now(),
      cause: BANK,
      attemptId,
      providerPaymentId: 'provider-1',
    }),
  }),
  sendInvoice,
  sendNotice: async ({ invoiceId, noticeId }) =>
    append(invoiceId, {
      type: 'merchant_notified',
      key: `merchant_notified:${noticeId}`,
      at: Date.now(),
      cause: MERCHANT,
      notice: noticeId,
      messageId: 'message-3',
    }),
  sendReceipt: async ({ invoiceId, paymentId }) =>
    append(invoiceId, {
      type: 'receipt_sent',
      key: `receipt_sent:${paymentId}`,
      at: Date.now(),
      cause: MERCHANT,
      channel: 'email',
      messageId: 'message-2',
      paymentId,
    }),
}

let environment: TestWorkflowEnvironment
let worker: Worker
let running: Promise<void>

beforeAll(async () => {
  environment = await connectToTemporal(inject('temporalAddress'))
  worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue,
    workflowBundle: { codePath: inject('workflowBundlePath') },
    activities,
  })
  running = worker.run()
})

afterAll(async () => {
  worker.shutdown()
  await running
})

it('records the payment, sends the receipt and completes when the bank reports the payment as settled', async () => {
  const invoiceId = logWith(issued())
  const run = await start({ invoiceId })
  await vi.waitFor(() => expect(typesOf(invoiceId)).toContain('sent'), { timeout: 60_000 })
  const payment = { attemptId: ATTEMPT, rail: 'truelayer', bankId: 'bank-a', linkId: LINK } as const
  expect(await run.executeUpdate(payUpdate, { args: [payment] })).toMatchObject({ outcome: 'started' })
  await run.signal(paymentReportSignal, settledReport())
  await run.result()
  expect(typesOf(invoiceId)).toEqual([
    'issued',
    'sent',
    'viewed',
    'payment_started',
    'payment_authorizing',
    'payment_settled',
    'paid',
    'receipt_sent',
  ])
  expect(await statusOf(invoiceId)).toBe('paid')
})

it('reads the payment at the bank and keeps the invoice paid when a report conflicts with the log', async () => {
  const invoiceId = logWith(issued(), sent(), ...paid())
  const before = typesOf(invoiceId)
  readPayment.mockClear()
  const { amount: _, currency: __, ...report } = settledReport()
  const run = await start({
    invoiceId,
    initialReport: { ...report, type: 'payment_report', status: 'failed', reason: 'rejected' },
  })
  await run.result()
  expect(readPayment).toHaveBeenCalledOnce()
  expect(typesOf(invoiceId)).toEqual(before)
})

it('opens an address whose failure an activity has recorded without a result yet', async () => {
  const [recorded, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  sendInvoice.mockImplementationOnce(async ({ invoiceId: id }) => {
    const events = append(id, refusedMessage())
    recorded.resolve()
    await released.promise
    return events
  })
  const invoiceId = logWith(issued())
  const run = await start({ invoiceId })
  await recorded.promise
  const cause = byProvider('postmark')
  await run.signal(addressReopenedSignal, { channel: 'email', at: Date.now(), cause })
  await vi.waitFor(() => expect(typesOf(invoiceId)).toContain('address_reopened'), 60_000)
  released.resolve()
  await run.terminate('the test is over')
})

it('keeps the search attribute InvoiceStatus equal to the status, also in a run that begins from the log', async () => {
  const invoiceId = logWith(issued())
  const run = await start({ invoiceId })
  expect(await statusOf(invoiceId)).toBe('open')
  await run.executeUpdate(merchantUpdates.advance_clock, {
    args: [{ type: 'advance_clock', commandId: 'cmd_0', actor: ACTOR, byMs: 16 * DAY }],
  })
  await untilStatus(invoiceId, 'overdue')
  await run.executeUpdate(merchantUpdates.void, {
    args: [{ type: 'void', commandId: 'cmd_1', actor: ACTOR, notify: false }],
  })
  await run.result()
  expect(await statusOf(invoiceId)).toBe('void')
  const later = await start({ invoiceId })
  await later.result()
  expect(await statusOf(invoiceId)).toBe('void')
})

it('sets InvoiceStatus back to open when the merchant removes a manual payment', async () => {
  const payment = {
    type: 'record_payment',
    commandId: 'cmd_1',
    actor: ACTOR,
    paymentId: 'pay_1',
    amount: 10_000,
    method: 'cash',
    paidOn: '2026-12-01',
    receipt: false,
  } as const
  const undo = { type: 'undo_payment', commandId: 'cmd_2', actor: ACTOR, paymentId: 'pay_1' } as const
  const invoiceId = logWith(issued())
  const run = await start({ invoiceId })
  await run.executeUpdate(merchantUpdates.record_payment, { args: [payment] })
  await run.result()
  expect(await statusOf(invoiceId)).toBe('paid')
  await environment.client.workflow.executeUpdateWithStart(merchantUpdates.undo_payment, {
    startWorkflowOperation: new WithStartWorkflowOperation<typeof invoiceWorkflow>('invoiceWorkflow', {
      ...startOptions({ invoiceId }),
      workflowIdConflictPolicy: 'USE_EXISTING',
    }),
    args: [undo],
  })
  await untilStatus(invoiceId, 'open')
  await environment.client.workflow.getHandle(invoiceId).terminate('the test is over')
})

async function start(input: InvoiceWorkflowInput) {
  return environment.client.workflow.start<typeof invoiceWorkflow>('invoiceWorkflow', startOptions(input))
}

function startOptions(input: InvoiceWorkflowInput) {
  return {
    taskQueue,
    workflowId: input.invoiceId,
    args: [input] as [InvoiceWorkflowInput],
    typedSearchAttributes: [{ key: invoiceStatusAttribute, value: 'open' }],
  }
}

async function statusOf(invoiceId: string): Promise<string | undefined> {
  const { typedSearchAttributes } = await environment.client.workflow.getHandle(invoiceId).describe()
  return typedSearchAttributes.get(invoiceStatusAttribute)
}

async function untilStatus(invoiceId: string, status: string): Promise<void> {
  await vi.waitFor(async () => expect(await statusOf(invoiceId)).toBe(status), {
    timeout: 60_000,
    interval: 100,
  })
}

function logWith(...events: InvoiceEvent[]): string {
  const invoiceId = `inv_${randomUUID()}`
  logs.set(invoiceId, events)
  return invoiceId
}

function logOf(invoiceId: string): InvoiceEvent[] {
  const log = logs.get(invoiceId)
  if (!log) throw new RangeError(`${invoiceId} has no log`)
  return log
}

function append(invoiceId: string, ...events: InvoiceEvent[]): InvoiceEvent[] {
  logOf(invoiceId).push(...events)
  return events
}

function typesOf(invoiceId: string): string[] {
  return logOf(invoiceId).map(({ type }) => type)
}

function issued(): InvoiceEvent {
  return {
    type: 'issued',
    key: 'issued',
    at: Date.now(),
    cause: MERCHANT,
    number: 'INV-2026-0001',
    currency: 'GBP',
    amount: 10_000,
    overdueAt: Date.now() + 15 * DAY,
    linkId: LINK,
    linkExpiresAt: Date.now() + 45 * DAY,
    channels: ['email'],
    mode: 'test',
    rules: { latePaymentPolicy: 'refund', overpaymentPolicy: 'keep' },
    dueDate: '2027-01-01',
    reminders: [],
  }
}

function sent(): InvoiceEvent {
  const recorded = { key: 'sent:email', at: Date.now(), cause: MERCHANT }
  return { type: 'sent', ...recorded, channel: 'email', messageId: 'message-1', delivery: 1 }
}

function refusedMessage(): InvoiceEvent {
  const facts = {
    channel: 'email',
    reason: 'inactive_recipient',
    messageId: 'message-1',
    delivery: 1,
  } as const
  const cause = byProvider('postmark')
  return { type: 'delivery_failed', key: 'delivery_failed:message-1', at: Date.now(), cause, ...facts }
}

function paid(): InvoiceEvent[] {
  const at = Date.now()
  const attempt = { at, cause: BANK, attemptId: ATTEMPT }
  return [
    {
      type: 'payment_started',
      key: `payment_started:${ATTEMPT}`,
      ...attempt,
      rail: 'truelayer',
      bankId: 'a',
      amount: 10_000,
    },
    {
      type: 'payment_authorizing',
      key: `payment_authorizing:${ATTEMPT}`,
      ...attempt,
      providerPaymentId: 'provider-1',
    },
    { type: 'payment_settled', key: `payment_settled:${ATTEMPT}`, ...attempt, amount: 10_000 },
    { type: 'paid', key: 'paid', at, cause: BANK, amount: 10_000 },
    {
      type: 'receipt_sent',
      key: `receipt_sent:${ATTEMPT}`,
      at,
      cause: MERCHANT,
      channel: 'email',
      messageId: 'message-2',
      paymentId: ATTEMPT,
    },
  ]
}

function settledReport() {
  return {
    attemptId: ATTEMPT,
    providerPaymentId: 'provider-1',
    status: 'settled',
    amount: 10_000,
    currency: 'GBP',
    at: Date.now(),
    cause: BANK,
  } as const
}
