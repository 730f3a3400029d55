import { describe, expect, it } from 'vitest'
import { createImportRecordActivities } from '../../../activities/imports/import-state.ts'
import { publishEvents } from '../../../db/events/publish.ts'
import { newId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { publicCustomerEvent } from '../../../db/customers/customers.ts'
import { byRequest } from '../../../domain/invoice/index.ts'
import { call, createInvoice, mustCommand, readEvents } from '../../clients/client.ts'
import { createCustomer } from '../../clients/customer-client.ts'
import { listAllEvents, listEvents, type PublishedJson } from '../../clients/event-client.ts'
import { confirm, csvOf, review, untilImport } from '../../clients/import-client.ts'
import { createRecurring, inDays } from '../../clients/recurring-client.ts'
import { createEndpoint, sendTest } from '../../clients/webhook-client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilLocked, waitFor } from '../../support/wait.ts'
import { startReceiver } from '../../support/webhook-receiver.ts'

const world = useWorld()

const sequencesOf = (events: readonly PublishedJson[]) => events.map(({ sequence }) => sequence)
const counted = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('GET /v1/events', () => {
  it('lists the events of the merchant and mode as their webhooks, in sequence and without a gap', async () => {
    const merchant = await withNewMerchant(world)
    const receiver = await startReceiver()
    const endpoint = await createEndpoint(merchant, receiver.url)
    const { id } = await createCustomer(merchant, { name: 'Ada', email: 'ada@customer.example' })
    const invoice = await createInvoice(merchant, { customer: { id } })
    await untilEvent(merchant, invoice.id, 'sent')
    await mustCommand(merchant, invoice.id, 'void', { note: 'Agreed by telephone' })
    await createRecurring(merchant, { schedule: { unit: 'week', start: inDays(3) } })
    await createInvoice(inLiveMode(merchant), { send: 'draft' })
    await untilEvent(merchant, invoice.id, 'void_notice_sent')
    const events = await listEvents(merchant)
    await receiver.until('recurring_invoice.created')

    expect(sequencesOf(events)).toEqual(counted(events.length))
    const received = await waitFor(async () => {
      const bodies = receiver.received
        .map(({ body }) => body)
        .filter(({ sequence }) => sequence <= events.length)
      return bodies.length === events.length && bodies
    })
    expect(received.toSorted((one, other) => one.sequence - other.sequence)).toEqual(events)
    const ofInvoice = events.filter(({ data }) => data['invoice_id'] === invoice.id)
    const timeline = await readEvents(merchant, invoice.id)
    expect(timeline.slice(0, ofInvoice.length)).toEqual(ofInvoice.map(({ data }) => data))
    expect(new Set(events.map(({ type }) => type.split('.')[0]))).toEqual(
      new Set(['customer', 'invoice', 'recurring_invoice']),
    )
    await sendTest(merchant, endpoint.id)
    const later = await listEvents(merchant)
    expect(later.slice(0, events.length)).toEqual(events)
    expect(later.map(({ type }) => type)).not.toContain('webhook_endpoint.test')
    expect((await listEvents(inLiveMode(merchant))).map(({ type }) => type)).toEqual(['customer.created'])
  })

  it('reads one event, and no test of an endpoint', async () => {
    const merchant = await withNewMerchant(world)
    await createInvoice(merchant)
    const [first] = await listEvents(merchant)
    expect(await call(merchant, 'GET', `/v1/events/${first?.id}`)).toMatchObject({ status: 200, json: first })
    const endpoint = await createEndpoint(merchant, (await startReceiver()).url)
    const { event } = await sendTest(merchant, endpoint.id)
    for (const id of [event.id, newId('evt'), 'evt_x'])
      expect((await call(merchant, 'GET', `/v1/events/${id}`)).status).toBe(404)
  })

  it('pages in both orders, and goes on after a sequence', async () => {
    const merchant = await withNewMerchant(world)
    for (let n = 0; n < 7; n += 1)
      await createCustomer(merchant, { name: 'Ada', email: `${n}@customer.example` })
    const query = async (text: string) => sequencesOf(await listAllEvents(merchant, text))
    expect(await query('limit=3')).toEqual(counted(7))
    expect(await query('limit=3&sort=-created')).toEqual(counted(7).toReversed())
    expect(await query('limit=2&after=4')).toEqual([5, 6, 7])
    expect(await query('limit=2&after=4&sort=-created')).toEqual([7, 6, 5])
    expect(await query('after=7')).toEqual([])
  })

  it('filters by type, by what the event is about, and by time', async () => {
    const merchant = await withNewMerchant(world)
    const { id: customer } = await createCustomer(merchant, { name: 'Ada', email: 'a@customer.example' })
    const { id: invoice } = await createInvoice(merchant, { customer: { id: customer } })
    await untilEvent(merchant, invoice, 'sent')
    await createInvoice(merchant)
    const { id: recurring } = await createRecurring(merchant, {
      schedule: { unit: 'week', start: inDays(3) },
    })
    await call(merchant, 'POST', `/v1/recurring_invoices/${recurring}/end`)
    await waitFor(async () => (await listEvents(merchant, 'type=invoice.sent')).length === 2)
    const typesOf = async (query: string) => (await listEvents(merchant, query)).map(({ type }) => type)
    expect(await typesOf('type=customer.created&type=invoice.issued&limit=3')).toEqual([
      'customer.created',
      'invoice.issued',
      'customer.created',
    ])
    expect(await typesOf('type=invoice.issued,invoice.issued&sort=-created')).toEqual([
      'invoice.issued',
      'invoice.issued',
    ])
    expect(await typesOf(`invoice=${invoice}`)).toContain('invoice.sent')
    expect(await typesOf(`invoice=${invoice}&type=invoice.issued`)).toEqual(['invoice.issued'])
    expect(await typesOf(`customer=${customer}`)).toEqual(['customer.created'])
    expect(await typesOf(`invoice=${invoice}&customer=${customer}`)).toEqual([])
    expect(await typesOf(`recurring=${recurring}`)).toEqual([
      'recurring_invoice.created',
      'recurring_invoice.ended',
    ])

    await world.em.fork().execute(
      `update public_event set created_at = timestamptz '2026-01-01 00:00Z' + sequence * interval '1 minute'
       where merchant_id = ?`,
      [merchant.merchantId],
    )
    const all = sequencesOf(await listEvents(merchant))
    const between = async (from: number, before: number) =>
      sequencesOf(
        await listEvents(
          merchant,
          `created_from=2026-01-01T00:0${from}:00Z&created_before=2026-01-01T00:0${before}:00Z`,
        ),
      )
    for (const [from, before] of [
      [0, 9],
      [1, 3],
      [2, 2],
      [3, 5],
      [0, 1],
    ] as const) {
      expect(await between(from, before)).toEqual(all.filter((n) => n >= from && n < before))
    }
  })

  it('lists the completion of an import once, with its counts', async () => {
    const merchant = await withNewMerchant(world)
    const { id } = await review(merchant, csvOf(3, 'completed'))
    await confirm(merchant, id)
    await untilImport(merchant, id, 'completed')
    await createImportRecordActivities({ em: world.em }).completeImport({ importId: id })
    expect(await listEvents(merchant, 'type=import.completed')).toMatchObject([
      {
        data: {
          import_id: id,
          cause: 'import',
          actor: { type: 'api_key' },
          data: { issued: 3, mailed: 3, undelivered: 0, failed: 0 },
        },
      },
    ])
  })

  it.each([
    ['type=invoice.lost', '/type', 'unknown_event'],
    ['after=x', '/after', 'out_of_range'],
    ['cursor=x', '/cursor', 'invalid_cursor'],
    ['invoice=cus_1', '/invoice', 'invalid_id'],
    ['sort=amount', '/sort', 'invalid_sort'],
    ['after=1&after=2', '/after', 'repeated'],
    ['q=x', '/q', 'unknown_field'],
  ])('refuses %s', async (query, pointer, code) => {
    const { status, json } = await call(world, 'GET', `/v1/events?${query}`)
    expect([status, json]).toMatchObject([422, { code: 'invalid_query', errors: [{ pointer, code }] }])
  })
})

describe('a reader while transactions commit', () => {
  it('sees an event only together with all events before it', async () => {
    const merchant = await withNewMerchant(world)
    const first = world.em.fork()
    await first.begin()
    const second = world.em.fork()
    await publishOne(first, merchant)
    const publishing = second.transactional(async (tx) => publishOne(tx, merchant))
    await untilLocked(world, '%event_sequence%')
    expect(await listEvents(merchant)).toEqual([])
    await first.commit()
    await publishing
    expect(sequencesOf(await listEvents(merchant))).toEqual([1, 2])
  })

  it('gets each event once by paging on', async () => {
    const merchant = await withNewMerchant(world)
    const customers = counted(40).map((n) => ({ name: 'Ada', email: `${n}@customer.example` }))
    const writing = Promise.all(customers.map((customer) => createCustomer(merchant, customer)))
    const seen: number[] = []
    await waitFor(async () => {
      seen.push(...sequencesOf(await listEvents(merchant, `limit=7&after=${seen.at(-1) ?? 0}`)))
      return seen.length >= customers.length
    })
    await writing
    expect(seen).toEqual(counted(customers.length))
  })
})

async function publishOne(tx: EntityManager, { merchantId }: World): Promise<void> {
  const cause = byRequest({ actor: { type: 'api_key' } })
  const stored = { id: newId('evt'), customerId: newId('cus'), seq: 1, at: new Date(), cause, data: {} }
  await publishEvents(tx, { merchantId, mode: 'test' }, [publicCustomerEvent({ ...stored, type: 'created' })])
}
