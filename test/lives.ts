import { invoiceWorkflowId } from '../workflows/contract.ts'
import {
  advance,
  authorise,
  bankPayment,
  control,
  createInvoice,
  pressPay,
  readEvents,
  readInvoice,
  until,
  untilStatus,
} from './client.ts'
import type { World } from './world.ts'

/** Plays one invoice of every kind to its end; answers their ids by the name of the life. */
export async function playEveryLife(world: World): Promise<Record<string, string>> {
  const lives = {
    paid,
    'rejected-then-paid': rejectedThenPaid,
    bounced,
    'bank-away': bankAway,
    resumed,
    'overdue-and-expired': overdueAndExpired,
  }
  const ids: Record<string, string> = {}
  for (const [name, play] of Object.entries(lives)) ids[name] = await play(world)
  return ids
}

/** Issued, e-mailed, seen, paid and receipted, each step after the one before has come to rest. */
export async function paid(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  await until(async () => (await readInvoice(world, id)).delivery.state === 'delivered')
  await fetch(`${link?.url}/viewed`, { method: 'POST' })
  await untilStatus(world, id, 'viewed')
  await pay(world, id, link?.url ?? '')
  return id
}

async function rejectedThenPaid(world: World): Promise<string> {
  const { id, link } = await createInvoice(world)
  const first = await pressPay(link?.url ?? '', 'sandbox-harbour')
  await control(world, `payments/${bankPayment(first.location)}/reject`)
  await until(async () =>
    (await readEvents(world, id)).some((event) => event.type === 'invoice.payment_failed'),
  )
  await pay(world, id, link?.url ?? '')
  return id
}

async function bounced(world: World): Promise<string> {
  const { id, link } = await createInvoice(world, {
    customer: { name: 'No One', email: 'bounce@customer.example' },
  })
  await until(async () => (await readInvoice(world, id)).delivery.state === 'failed')
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
  await until(async () => (await readInvoice(world, id)).delivery.state !== 'pending')
  await world.client.workflow.getHandle(invoiceWorkflowId(id)).terminate('to be resumed from its log')
  await pay(world, id, link?.url ?? '')
  return id
}

async function overdueAndExpired(world: World): Promise<string> {
  const { id } = await createInvoice(world)
  await advance(world, id, 'P60D')
  await ended(world, id)
  return id
}

async function pay(world: World, id: string, url: string): Promise<void> {
  await authorise((await pressPay(url, 'sandbox-pebble')).location)
  await until(async () => (await readInvoice(world, id)).receipt !== 'none')
  await ended(world, id)
}

async function ended(world: World, id: string): Promise<void> {
  await until(
    async () =>
      (await world.client.workflow.getHandle(invoiceWorkflowId(id)).describe()).status.name === 'COMPLETED',
  )
}
