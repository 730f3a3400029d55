import { describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { ApiKeyRow } from '../../../db/entities/index.ts'
import { createInvoice } from '../../clients/client.ts'
import { createCustomer } from '../../clients/customer-client.ts'
import { listEvents, openEvents, type EventStreamClient } from '../../clients/event-client.ts'
import { csvOf, review } from '../../clients/import-client.ts'
import { createKey } from '../../clients/key-client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, waitFor } from '../../support/wait.ts'

const world = useWorld()

const counted = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)
const sequencesOf = ({ events }: EventStreamClient) => events.map(({ sequence }) => sequence)
const until = (stream: EventStreamClient, count: number) => waitFor(async () => stream.events.length >= count)

let customers = 0
async function addCustomers(merchant: World, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    customers += 1
    await createCustomer(merchant, { name: 'Ada', email: `ada${customers}@customer.example` })
  }
}

describe('the event stream', () => {
  it('sends each new event as it is listed, with its sequence as id, and none of the other mode', async () => {
    const merchant = await withNewMerchant(world)
    await addCustomers(merchant, 2)
    const stream = await openEvents(merchant)
    await addCustomers(inLiveMode(merchant), 1)
    const { id } = await createInvoice(merchant)
    await untilEvent(merchant, id, 'sent')
    const listed = await listEvents(merchant, 'after=2')
    await until(stream, listed.length)
    expect(stream.events.slice(0, listed.length)).toEqual(
      listed.map((event) => ({ ...event, streamId: String(event.sequence) })),
    )
    expect(stream.response.headers.get('cache-control')).toBe('no-store')
    stream.close()
  })

  it('goes on after Last-Event-ID without a gap or a repetition, while events are recorded', async () => {
    const merchant = await withNewMerchant(world)
    const total = 60
    const adding = Promise.all([1, 2, 3].map(() => addCustomers(merchant, total / 3)))
    const seen: number[] = []
    for (let connections = 1; seen.length < total; connections += 1) {
      const stream = await openEvents(merchant, 'after=0', seen.at(-1))
      await until(stream, Math.min(connections, total - seen.length))
      seen.push(...sequencesOf(stream))
      stream.close()
    }
    await adding
    expect(seen).toEqual(counted(1, total))
  })

  it('sends only the types of the filter, also those before the connection', async () => {
    const merchant = await withNewMerchant(world)
    await createInvoice(merchant)
    const stream = await openEvents(merchant, 'after=0&type=customer.updated,customer.created')
    await until(stream, 1)
    await addCustomers(merchant, 1)
    await until(stream, 2)
    expect(stream.events.map(({ type }) => type)).toEqual(['customer.created', 'customer.created'])
    stream.close()
  })

  it.each([
    ['sort=created', undefined, '/sort', 'unknown_field'],
    ['after=x', undefined, '/after', 'out_of_range'],
    ['', Number.NaN, '/after', 'out_of_range'],
  ])('is refused with %s and Last-Event-ID %s', async (query, lastEventId, pointer, code) => {
    const { status, response } = await openEvents(world, query, lastEventId)
    expect([status, await response.json()]).toMatchObject([422, { errors: [{ pointer, code }] }])
  })

  it.each([
    ['is revoked', { revokedAt: new Date() }],
    ['expires', { expiresAt: new Date() }],
  ])('ends soon after its key %s', async (_, change) => {
    const { id, key } = await createKey(world)
    const stream = await openEvents({ ...world, apiKey: key })
    await world.em.fork().nativeUpdate(ApiKeyRow, { id }, change)
    await waitFor(async () => !stream.isOpen)
    expect((await openEvents({ ...world, apiKey: key })).status).toBe(401)
  })

  it('is refused while its key has 20 open streams', async () => {
    const client = { ...world, apiKey: (await createKey(world)).key }
    const open = await Promise.all(counted(1, 20).map(() => openEvents(client)))
    const { status, response } = await openEvents(client)
    expect([status, await response.json()]).toMatchObject([429, { code: 'too_many_event_streams' }])
    expect(response.headers.get('retry-after')).toBe('5')
    const { id: importId } = await review(client, csvOf(1))
    const headers = { authorization: `Bearer ${client.apiKey}`, accept: 'text/event-stream' }
    const progress = await fetch(`${world.publicUrl}/v1/imports/${importId}/progress`, { headers })
    expect([progress.status, await progress.json()]).toMatchObject([429, { code: 'too_many_event_streams' }])
    open[0]?.close()
    const again = await waitFor(async () => {
      const stream = await openEvents(client)
      return stream.status === 200 && stream
    })
    for (const stream of [...open, again]) stream.close()
  })

  it('ends when the process is stopped, after the pause for a new connection was sent', async () => {
    const stopping = new AbortController()
    const app = createApp({ ...world.deps, stopping: stopping.signal })
    const headers = { authorization: `Bearer ${world.apiKey}`, accept: 'text/event-stream' }
    const response = await app.request('/v1/events', { headers })
    const reading = response.text()
    stopping.abort()
    expect(await reading).toBe('retry: 2000\n\n')
  })
})
