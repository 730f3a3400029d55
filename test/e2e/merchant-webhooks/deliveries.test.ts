import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { InvoiceEventRow, PublicEventRow, RecurringEventRow } from '../../../db/entities/index.ts'
import { appendEvents } from '../../../db/invoices/event-store.ts'
import { redeliver } from '../../../db/webhooks/deliveries.ts'
import { byCustomer } from '../../../domain/invoice/index.ts'
import { authorise, call, createInvoice, mustCommand, pressPay, readEvents } from '../../clients/client.ts'
import { createCustomer, type CustomerJson } from '../../clients/customer-client.ts'
import { confirm, csvOf, review, untilImport } from '../../clients/import-client.ts'
import { createRecurring, inDays } from '../../clients/recurring-client.ts'
import {
  createEndpoint,
  type DeliveryJson,
  listDeliveries,
  sendTest,
  untilDelivery,
} from '../../clients/webhook-client.ts'
import { assertValid } from '../../support/described-responses.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilInvoice, untilLocked, waitFor } from '../../support/wait.ts'
import { answers, type ReceivedWebhook, startReceiver } from '../../support/webhook-receiver.ts'

const world = useWorld()

const WEBHOOK = { $ref: '#/components/schemas/Webhook' }

const CUSTOMER_TYPES = ['customer.created', 'customer.updated', 'customer.erased']

function typeOf({ body }: ReceivedWebhook): string {
  return body.type
}

describe('webhooks to a merchant', () => {
  it('sends each event of a life with the public form of the timeline, in sequence', async () => {
    const merchant = await withNewMerchant(world)
    const receiver = await startReceiver()
    const { secret } = await createEndpoint(merchant, receiver.url)
    const { id, link } = await createInvoice(merchant)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilInvoice(merchant, id, (invoice) => invoice.receipt.status !== 'none')
    await receiver.until('invoice.receipt_sent')
    const { timeline, received } = await waitFor(async () => {
      const recorded = await readEvents(merchant, id)
      const arrived = receiver.received.filter(({ body }) => body.data['invoice_id'] === id)
      return arrived.length === recorded.length && { timeline: recorded, received: arrived }
    })

    const bySequence = received.toSorted((one, other) => one.body.sequence - other.body.sequence)
    expect(bySequence.map(({ body }) => body.data)).toEqual(timeline)
    const [first] = bySequence
    expect(bySequence.map(({ body }) => body.sequence)).toEqual(
      timeline.map((_, index) => (first?.body.sequence ?? 0) + index),
    )
    for (const { headers, text, body } of received) {
      expect(new Webhook(secret).verify(text, headers)).toEqual(body)
      expect(headers['webhook-id']).toBe(body.id)
      expect(Object.keys(body)).toEqual(['id', 'type', 'created_at', 'sequence', 'data'])
      assertValid(WEBHOOK, body, body.type)
    }
  })

  it('sends the note of a request', async () => {
    const receiver = await startReceiver()
    await createEndpoint(world, receiver.url, { events: ['invoice.voided'] })
    const { id } = await createInvoice(world)
    await mustCommand(world, id, 'void', { note: 'Agreed by telephone' })
    expect((await receiver.until('invoice.voided')).body.data).toMatchObject({
      invoice_id: id,
      note: 'Agreed by telephone',
    })
  })

  it('sends only the types of the filter, and nothing to a disabled endpoint', async () => {
    const merchant = await withNewMerchant(world)
    const [all, some, none] = [await startReceiver(), await startReceiver(), await startReceiver()]
    await createEndpoint(merchant, all.url)
    await createEndpoint(merchant, some.url, { events: ['invoice.voided', 'invoice.paid'] })
    const { id } = await createEndpoint(merchant, none.url)
    await call(merchant, 'PATCH', `/v1/webhook_endpoints/${id}`, { status: 'disabled' })
    const invoice = await createInvoice(merchant)
    await mustCommand(merchant, invoice.id, 'void')
    await all.until('invoice.voided')
    await some.until('invoice.voided')
    expect(some.received.map(typeOf)).toEqual(['invoice.voided'])
    expect([none.received, await listDeliveries(merchant, `endpoint=${id}`)]).toEqual([[], []])
  })

  it('creates no delivery for an endpoint of the other mode', async () => {
    const merchant = await withNewMerchant(world)
    await createEndpoint(inLiveMode(merchant), (await startReceiver()).url)
    await createInvoice(merchant)
    expect(await listDeliveries(inLiveMode(merchant), '')).toEqual([])
    expect(await listDeliveries(merchant, '')).toEqual([])
  })

  it('rolls the deliveries back together with the events', async () => {
    const merchant = await withNewMerchant(world)
    await createEndpoint(merchant, (await startReceiver()).url, { events: ['invoice.viewed'] })
    const { id } = await createInvoice(merchant)
    const viewed = { type: 'viewed', key: 'viewed', at: Date.now(), cause: byCustomer } as const
    const published = { merchantId: merchant.merchantId, type: 'invoice.viewed' }
    const count = (em = world.em.fork()) => em.count(PublicEventRow, published)
    const broken = world.em.fork().transactional(async (tx) => {
      await appendEvents(tx, id, [viewed])
      expect(await count(tx)).toBe(1)
      throw new Error('broken')
    })
    await expect(broken).rejects.toThrow('broken')
    expect(await count()).toBe(0)
    await appendEvents(world.em.fork(), id, [viewed])
    await appendEvents(world.em.fork(), id, [viewed])
    expect(await count()).toBe(1)
    expect(await listDeliveries(merchant, '')).toHaveLength(1)
  })

  it('creates one delivery for each of concurrent events', async () => {
    const merchant = await withNewMerchant(world)
    const receiver = await startReceiver()
    await createEndpoint(merchant, receiver.url, { events: ['invoice.issued'] })
    const invoices = await Promise.all(Array.from({ length: 15 }, () => createInvoice(merchant)))
    await receiver.until('invoice.issued', invoices.length)
    expect(new Set(receiver.received.map(({ body }) => body.sequence)).size).toBe(invoices.length)
    const numbers = receiver.received.map(({ body }) => (body.data['data'] as { number: string }).number)
    expect(new Set(numbers)).toEqual(new Set(invoices.map(({ number }) => number)))
  })

  it('sends the events of an import', async () => {
    const merchant = await withNewMerchant(world)
    const receiver = await startReceiver()
    await createEndpoint(merchant, receiver.url, { events: ['invoice.issued', 'invoice.sent'] })
    const { id } = await review(merchant, csvOf(6, 'hooks'))
    await confirm(merchant, id)
    await untilImport(merchant, id, 'completed')
    await receiver.until('invoice.issued', 6)
    await receiver.until('invoice.sent', 6)
    const rows = await world.em.fork().find(InvoiceEventRow, { type: 'issued' })
    const stored = new Set(rows.map((row) => row.id))
    for (const { body } of receiver.received.filter((one) => typeOf(one) === 'invoice.issued')) {
      expect(stored.has(body.id)).toBe(true)
    }
  })

  it.each<[string, (merchant: typeof world) => Promise<unknown>]>([
    ['an import', async (merchant) => confirm(merchant, (await review(merchant, csvOf(3, 'locks'))).id)],
    ['a creation', async (merchant) => createInvoice(merchant)],
  ])('locks the daily figures before the sequence for %s', async (_, write) => {
    const merchant = await withNewMerchant(world)
    await createInvoice(merchant)
    const holder = world.em.fork()
    await holder.begin()
    await holder.execute('select from daily_figure where merchant_id = ? for update', [merchant.merchantId])
    const writing = write(merchant)
    try {
      await untilLocked(world)
      const sequence = 'select last from event_sequence where merchant_id = ? for update'
      expect(await holder.execute(sequence, [merchant.merchantId])).toHaveLength(1)
    } finally {
      await holder.commit()
    }
    await writing
  })

  it('sends the events of customers, also of those that invoices and imports make', async () => {
    const merchant = await withNewMerchant(world)
    const receiver = await startReceiver()
    await createEndpoint(merchant, receiver.url, { events: CUSTOMER_TYPES })
    const { id } = await createCustomer(merchant, { name: 'Ada', email: 'ada@customer.example' })
    await call(merchant, 'PATCH', `/v1/customers/${id}`, { name: 'Ada Byron' })
    await call(merchant, 'POST', `/v1/customers/${id}/erase`)
    const { id: draft } = await createInvoice(merchant, { send: 'draft' })
    const customer = { name: 'Grace', email: 'grace@customer.example' }
    await call(merchant, 'PATCH', `/v1/invoices/${draft}`, { customer })
    await createRecurring(merchant, { customer: { name: 'Alan', email: 'alan@customer.example' } })
    const imported = await review(merchant, csvOf(3, 'customers'))
    await confirm(merchant, imported.id)
    await untilImport(merchant, imported.id, 'completed')
    const { json } = await call(merchant, 'GET', '/v1/customers?limit=100')
    const customers = json['data'] as CustomerJson[]
    await receiver.until('customer.created', customers.length)
    await receiver.until('customer.erased')
    const sent = receiver.received.toSorted((one, other) => one.body.sequence - other.body.sequence)
    for (const { id: each } of customers) {
      const { json: timeline } = await call(merchant, 'GET', `/v1/customers/${each}/events`)
      const own = sent.filter(({ body }) => body.data['customer_id'] === each)
      expect(own.map(({ body }) => body.data)).toEqual(timeline['data'])
    }
    for (const { body } of sent) assertValid(WEBHOOK, body, body.type)
  })

  it('sends the events of a recurring invoice, without its planning', async () => {
    const merchant = await withNewMerchant(world)
    const receiver = await startReceiver()
    await createEndpoint(merchant, receiver.url)
    const { id } = await createRecurring(merchant, { schedule: { unit: 'week', start: inDays(3) } })
    await call(merchant, 'POST', `/v1/recurring_invoices/${id}/end`)
    await receiver.until('recurring_invoice.created')
    const { body } = await receiver.until('recurring_invoice.ended')
    const row = await world.em.fork().findOneOrFail(RecurringEventRow, { recurringId: id, type: 'ended' })
    expect(body).toMatchObject({ id: row.id, data: { recurring_invoice_id: id, seq: row.seq } })
    expect(receiver.received.map(typeOf)).not.toContain('recurring_invoice.planned')
    for (const received of receiver.received) assertValid(WEBHOOK, received.body, typeOf(received))
  })

  it('lists deliveries by endpoint, status and event, page by page', async () => {
    const merchant = await withNewMerchant(world)
    const receiver = await startReceiver()
    const [one, other] = [
      await createEndpoint(merchant, receiver.url),
      await createEndpoint(merchant, receiver.url),
    ]
    const sent: DeliveryJson[] = []
    for (let round = 0; round < 3; round += 1) sent.unshift(await sendTest(merchant, one.id))
    for (const { id } of sent) await untilDelivery(merchant, id, 'succeeded')
    receiver.behave(answers(503, 'closed'))
    const failed = await sendTest(merchant, other.id)
    const detail = await untilDelivery(merchant, failed.id, 'failed')
    expect(detail.tries).toMatchObject([{ status_code: 503, failure: 'status', response: 'closed' }])
    expect(detail.body).toMatchObject({ type: 'webhook_endpoint.test' })

    const ids = async (query: string) => (await listDeliveries(merchant, query)).map(({ id }) => id)
    const all = [failed, ...sent].map(({ id }) => id)
    expect(await ids('')).toEqual(all)
    expect(await ids(`endpoint=${other.id}`)).toEqual([failed.id])
    expect(await ids(`endpoint=${other.id}&status=succeeded`)).toEqual([])
    expect(await ids('status=failed')).toEqual([failed.id])
    expect(await ids(`event=${failed.event.id}`)).toEqual([failed.id])
    expect(await ids(`limit=2&cursor=${all[1]}`)).toEqual(all.slice(2))
    const wrong = await call(merchant, 'GET', '/v1/webhook_deliveries?status=lost&endpoint=x')
    expect(wrong.status).toBe(422)
  })

  it('sends a delivery again, once for each command', async () => {
    const receiver = await startReceiver()
    const { id } = await createEndpoint(world, receiver.url, { events: ['invoice.paid'] })
    const first = await sendTest(world, id)
    const before = await receiver.until('webhook_endpoint.test')
    const again = () =>
      call<DeliveryJson>(world, 'POST', `/v1/webhook_deliveries/${first.id}/redeliver`, undefined, {
        'idempotency-key': 'again-1',
      })
    const [one, repeated] = [await again(), await again()]
    expect([one.status, repeated.json]).toEqual([202, one.json])
    expect(one.json.id).not.toBe(first.id)
    const after = await receiver.until('webhook_endpoint.test', 2)
    expect([after.text, after.headers['webhook-id']]).toEqual([before.text, before.headers['webhook-id']])
    await untilDelivery(world, one.json.id, 'succeeded')
    expect(receiver.received).toHaveLength(2)
  })

  it('is sent again once when the same command comes twice at once', async () => {
    const receiver = await startReceiver()
    const { id } = await createEndpoint(world, receiver.url, { events: ['invoice.paid'] })
    const { event } = await sendTest(world, id)
    const target = { endpointId: id, event }
    const holder = world.em.fork()
    await holder.begin()
    const first = await redeliver(holder, target, 'cmd_twice')
    const second = redeliver(world.em.fork(), target, 'cmd_twice')
    try {
      await untilLocked(world)
    } finally {
      await holder.commit()
    }
    expect(first).toMatch(/^whd_/)
    expect(await second).toBe(first)
  })

  it('sends the undelivered events of a range again, or all of them', async () => {
    const merchant = await withNewMerchant(world)
    const receiver = await startReceiver(answers(500))
    const { id } = await createEndpoint(merchant, receiver.url)
    const since = new Date(Date.now() - 60_000).toISOString()
    const failed = [await sendTest(merchant, id), await sendTest(merchant, id)]
    for (const delivery of failed) await untilDelivery(merchant, delivery.id, 'failed')
    receiver.behave(answers(200))
    await untilDelivery(merchant, (await sendTest(merchant, id)).id, 'succeeded')
    const redeliverAll = async (body: object) =>
      (await call(merchant, 'POST', `/v1/webhook_endpoints/${id}/redeliver`, { since, ...body })).json[
        'events'
      ]
    expect(await redeliverAll({ until: since })).toBe(0)
    expect(await redeliverAll({})).toBe(2)
    expect(await redeliverAll({})).toBe(0)
    expect(await redeliverAll({ events: 'all' })).toBe(3)
    await waitFor(async () => (await listDeliveries(merchant, 'status=succeeded')).length === 6)
  })
})
