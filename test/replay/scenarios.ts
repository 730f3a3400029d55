import { numberedEvent } from '../../db/invoices/issue/issue-draft.ts'
import { appendUnderLock } from '../../db/invoices/event-store.ts'
import { RecurringTemplateRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { invoiceWorkflowId } from '../../workflows/invoice/contract.ts'
import { recurringWorkflowId } from '../../workflows/recurring/contract.ts'
import { batchWorkflowId, importWorkflowId } from '../../workflows/import/contract.ts'
import { webhookDeliveryWorkflowId, webhookNoticeWorkflowId } from '../../workflows/webhooks/contract.ts'
import { confirm, csvOf, review, untilImport } from '../clients/import-client.ts'
import {
  advance,
  authorise,
  bankPayment,
  call,
  control,
  createInvoice,
  mustCommand,
  pressPay,
  readInvoice,
} from '../clients/client.ts'
import { refundAtBank } from '../support/rail-fixtures.ts'
import {
  moveNextOccurrence,
  createRecurring,
  inDays,
  mustSendRecurringCommand,
  recurringTimeline,
  readRecurring,
} from '../clients/recurring-client.ts'
import {
  createEndpoint,
  listDeliveries,
  readEndpoint,
  sendTest,
  untilDelivery,
} from '../clients/webhook-client.ts'
import type { World } from '../support/harness.ts'
import { answers, startReceiver } from '../support/webhook-receiver.ts'
import { untilCompleted, untilEvent, untilInvoice, untilStatus, waitFor } from '../support/wait.ts'

export const SCENARIOS: Record<string, (world: World) => Promise<string>> = {
  paid,
  'reminded-then-paid': remindedThenPaid,
  'rejected-then-paid': rejectedThenPaid,
  bounced,
  'readdressed-then-paid': readdressedThenPaid,
  'bank-away': bankAway,
  resumed,
  'clock-moved': clockMoved,
  'amended-then-paid': amendedThenPaid,
  'held-then-paid': heldThenPaid,
  'link-replaced': linkReplaced,
  voided,
  'voided-too-late': voidedTooLate,
  'deposit-then-rest': depositThenRest,
  'manual-payment-removed': manualPaymentRemoved,
  'paid-twice': paidTwice,
  refunded,
  credited,
  'voided-with-credit-note': voidedWithCreditNote,
  recurring,
  import: imported,
  'import-batch': importBatch,
  'webhook-retried': webhookRetried,
  'webhook-endpoint-disabled': webhookEndpointDisabled,
}

export async function paid(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'delivered')
  await fetch(`${link?.url}/viewed`, { method: 'POST' })
  await untilStatus(world, id, 'viewed')
  await pay(world, id, link?.url ?? '')
  return id
}

export async function remindedThenPaid(world: World): Promise<string> {
  const { id } = await createInvoice(world, { send: 'draft' })
  await appendUnderLock(world.em, id, async (_state, invoice, tx) => {
    const now = Date.now()
    const issued = await numberedEvent(tx, invoice, now)
    const soon = (issued.reminders ?? []).slice(0, 2)
    const reminders = soon.map((step, index) => ({ ...step, at: now + 2_000 + index * 1_000 }))
    return [{ ...issued, reminders }]
  })
  await world.deps.invoices.start({ id, merchantId: world.merchantId })
  await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'delivered')
  const { link } = await readInvoice(world, id)
  await fetch(`${link?.url}/viewed`, { method: 'POST' })
  await untilEvent(world, id, 'reminded', 2)
  await pay(world, id, link?.url ?? '')
  return id
}

async function rejectedThenPaid(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  const first = await pressPay(link?.url ?? '', 'sandbox-harbour')
  await control(world, `payments/${bankPayment(first.location)}/reject`)
  await untilEvent(world, id, 'payment_failed')
  await pay(world, id, link?.url ?? '')
  return id
}

async function bounced(world: World): Promise<string> {
  const { id, link } = await createInvoice(world, {
    customer: { name: 'No One', email: 'bounce@customer.example' },
  })
  await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'failed')
  await pay(world, id, link?.url ?? '')
  return id
}

async function bankAway(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  await control(world, 'fail-next', 'POST', {
    operation: 'create_payment',
    mode: 'status',
    status: 500,
    times: 3,
  })
  await pressPay(link?.url ?? '', 'sandbox-harbour')
  await pay(world, id, link?.url ?? '')
  return id
}

async function resumed(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  await untilInvoice(world, id, (invoice) => invoice.delivery.status !== 'pending')
  await world.client.workflow.getHandle(invoiceWorkflowId(id)).terminate('to be resumed from its log')
  await pay(world, id, link?.url ?? '')
  return id
}

async function clockMoved(world: World): Promise<string> {
  const { id } = await createInvoice(world)
  await advance(world, id, 'P60D')
  await ended(world, id)
  return id
}

async function readdressedThenPaid(world: World): Promise<string> {
  const { id, link } = await createInvoice(world, {
    customer: { name: 'No One', email: 'hardbounce+life@customer.example' },
  })
  await untilEvent(world, id, 'merchant_notified')
  await call(world, 'PATCH', `/v1/invoices/${id}`, { customer: { email: 'found@customer.example' } })
  await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'delivered')
  await pay(world, id, link?.url ?? '')
  return id
}

async function amendedThenPaid(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  const later = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
  await call(world, 'PATCH', `/v1/invoices/${id}`, { due_date: later })
  await call(world, 'PATCH', `/v1/invoices/${id}`, { reminders: { steps: [{ days: 1 }] } })
  await mustCommand(world, id, 'remind')
  await pay(world, id, link?.url ?? '')
  return id
}

async function heldThenPaid(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  await mustCommand(world, id, 'pause')
  await mustCommand(world, id, 'resume', { dates: 'shift' })
  await pay(world, id, link?.url ?? '')
  return id
}

async function linkReplaced(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  const renewed = await mustCommand(world, id, 'link', { deliver: ['email'] })
  await fetch(`${link?.url}/request-link`, { method: 'POST', redirect: 'manual' })
  await untilEvent(world, id, 'merchant_notified')
  await pay(world, id, renewed.link?.url ?? '')
  return id
}

async function voided(world: World): Promise<string> {
  const { id } = await createInvoice(world)
  await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'delivered')
  await mustCommand(world, id, 'void')
  await ended(world, id)
  return id
}

async function voidedTooLate(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
  await authorise(location, 'slow')
  await mustCommand(world, id, 'void')
  await control(world, `payments/${bankPayment(location)}/settle`)
  await control(world, `refunds/${(await refundAtBank(world, id)).id}/execute`)
  await untilEvent(world, id, 'refund_notice_sent')
  await ended(world, id)
  return id
}

async function depositThenRest(world: World): Promise<string> {
  const { id, link } = await createInvoice(world, { deposit: { percent: 30 } })
  await authorise((await pressPay(link?.url ?? '', 'sandbox-harbour')).location)
  await untilEvent(world, id, 'deposit_paid')
  await pay(world, id, link?.url ?? '')
  return id
}

async function manualPaymentRemoved(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  const { payments } = await mustCommand(world, id, 'payments', { amount: 12_500, method: 'cash' })
  await mustCommand(world, id, `payments/${payments[0]?.id}/undo`)
  await pay(world, id, link?.url ?? '')
  return id
}

async function paidTwice(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
  await authorise(location, 'slow')
  await mustCommand(world, id, 'payments', { amount: 12_500, method: 'transfer' })
  await control(world, `payments/${bankPayment(location)}/settle`)
  await untilEvent(world, id, 'merchant_notified')
  await ended(world, id)
  return id
}

async function refunded(world: World): Promise<string> {
  const id = await paid(world)
  await mustCommand(world, id, 'refunds', { amount: 2_500 })
  await untilEvent(world, id, 'refund_notice_sent')
  await ended(world, id)
  return id
}

async function credited(world: World): Promise<string> {
  const { id } = await createInvoice(world)
  await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'delivered')
  await mustCommand(world, id, 'credit_notes', { amount: 2_500 })
  await untilEvent(world, id, 'credit_note_sent')
  await mustCommand(world, id, 'credit_notes', { rest: true })
  await ended(world, id)
  return id
}

async function voidedWithCreditNote(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'delivered')
  await pressPay(link?.url ?? '', 'sandbox-harbour')
  await mustCommand(world, id, 'void', { credit_note: true })
  await ended(world, id)
  return id
}

async function recurring(world: World): Promise<string> {
  const { id } = await createRecurring(world, {
    schedule: { unit: 'week', start: inDays(3), end: { count: 12 } },
  })
  await moveNextOccurrence(world, id, 1_000)
  await waitFor(async () => (await readRecurring(world, id)).issued === 1)
  await mustSendRecurringCommand(world, id, 'skip')
  await mustSendRecurringCommand(world, id, 'pause')
  await mustSendRecurringCommand(world, id, 'resume')
  await call(world, 'PATCH', `/v1/recurring_invoices/${id}`, { schedule: { every: 2 }, issue: 'draft' })
  await mustSendRecurringCommand(world, id, 'clock', { advance: 'P6W' })
  await world.em.fork().nativeUpdate(RecurringTemplateRow, { recurringId: id }, { body: null })
  await mustSendRecurringCommand(world, id, 'clock', { advance: 'P2W' })
  await waitFor(async () =>
    (await recurringTimeline(world, id)).some(({ type }) => type === 'merchant_notified'),
  )
  await mustSendRecurringCommand(world, id, 'retry')
  await mustSendRecurringCommand(world, id, 'end')
  await untilCompleted(world, recurringWorkflowId(id))
  return id
}

async function imported(world: World): Promise<string> {
  const { id } = await review(world, csvOf(30).replace(',11.50,', ',"11,50",'))
  await call(world, 'PATCH', `/v1/imports/${id}`, { decimal: 'point' })
  await untilImport(world, id, 'review')
  await confirm(world, id)
  await call(world, 'POST', `/v1/imports/${id}/pause`)
  await call(world, 'POST', `/v1/imports/${id}/resume`)
  await untilImport(world, id, 'completed')
  const workflowId = importWorkflowId(id)
  await world.client.workflow.getHandle(workflowId).result()
  return workflowId
}

async function importBatch(world: World): Promise<string> {
  const tag = newId('imp').slice(-8)
  const { id } = await review(world, csvOf(2, tag).replace(`c1.${tag}`, `inactive+${tag}`))
  await confirm(world, id)
  await untilImport(world, id, 'completed')
  const workflowId = batchWorkflowId(id, 0)
  await world.client.workflow.getHandle(workflowId).result()
  return workflowId
}

async function webhookRetried(world: World): Promise<string> {
  let requests = 0
  const receiver = await startReceiver((response) => {
    requests += 1
    response.writeHead(requests < 3 ? 500 : 200).end()
  })
  const endpoint = await createEndpoint(world, receiver.url, { events: ['invoice.issued'] })
  await createInvoice(world)
  const [delivery] = await listDeliveries(world, `endpoint=${endpoint.id}`)
  const { id } = await untilDelivery(world, delivery?.id ?? '', 'succeeded')
  await call(world, 'DELETE', `/v1/webhook_endpoints/${endpoint.id}`)
  await untilCompleted(world, webhookDeliveryWorkflowId(id))
  return webhookDeliveryWorkflowId(id)
}

async function webhookEndpointDisabled(world: World): Promise<string> {
  const receiver = await startReceiver(answers(410))
  const { id } = await createEndpoint(world, receiver.url)
  await sendTest(world, id)
  await waitFor(async () => (await readEndpoint(world, id)).status === 'disabled')
  const workflowId = webhookNoticeWorkflowId(id)
  await waitFor(() =>
    untilCompleted(world, workflowId).then(
      () => true,
      () => false,
    ),
  )
  return workflowId
}

async function pay(world: World, id: string, url: string): Promise<void> {
  await authorise((await pressPay(url, 'sandbox-pebble')).location)
  await untilInvoice(world, id, (invoice) => invoice.receipt.status !== 'none')
  await ended(world, id)
}

async function ended(world: World, id: string): Promise<void> {
  await untilCompleted(world, invoiceWorkflowId(id))
}
