import { describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import {
  bankPayment,
  control,
  createInvoice,
  mustCommand,
  pressPay,
  readInvoice,
} from '../../clients/client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilInvoice, waitFor } from '../../support/wait.ts'

const world = useWorld()
const headers = { accept: 'text/event-stream' }

/** The statuses grow while the stream is open. */
async function follow(link: string | undefined) {
  const aborting = new AbortController()
  const response = await fetch(`${link}/status`, { headers, signal: aborting.signal })
  const seen = { statuses: [] as string[], isOpen: response.ok }
  const reading = (async () => {
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      for (const [, status = ''] of text.matchAll(/data: \{"status":"(\w+)"\}/g)) seen.statuses.push(status)
    }
  })()
  void reading.catch(() => undefined).finally(() => (seen.isOpen = false))
  return { response, seen, close: () => aborting.abort() }
}

async function atTheBank() {
  const { id, link } = await createInvoice(world)
  const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
  return { id, url: link?.url, location }
}

describe('the stream of a waiting page', () => {
  it('sends the status at once, then processing while the bank keeps the money, and ends', async () => {
    const { id, url, location } = await atTheBank()
    const { response, seen } = await follow(url)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-robots-tag')).toBe('noindex')
    await waitFor(async () => seen.statuses.length === 1)
    await goThroughBank(location, 'authorise', { account: 'slow' })
    await waitFor(async () => !seen.isOpen)
    expect(seen.statuses).toEqual(['waiting', 'processing'])
    expect((await readInvoice(world, id)).status).not.toBe('paid')

    const next = await follow(url)
    await waitFor(async () => next.seen.statuses.length === 1)
    expect(await (await fetch(`${url}/status`)).json()).toEqual({ status: 'processing' })
    await control(world, `payments/${bankPayment(location)}/settle`, 'POST')
    await waitFor(async () => !next.seen.isOpen)
    expect(next.seen.statuses).toEqual(['processing', 'paid'])
    expect((await readInvoice(world, id)).status).toBe('paid')
  })

  it('says failed when the payer rejects, and void when the merchant voids the invoice', async () => {
    const { url, location } = await atTheBank()
    const { seen } = await follow(url)
    await waitFor(async () => seen.statuses.length === 1)
    await goThroughBank(location, 'reject')
    await waitFor(async () => !seen.isOpen)
    expect(seen.statuses).toEqual(['waiting', 'failed'])

    const { id, link } = await createInvoice(world)
    const open = await follow(link?.url)
    await waitFor(async () => open.seen.statuses.length === 1)
    await mustCommand(world, id, 'void')
    await waitFor(async () => !open.seen.isOpen)
    expect(open.seen.statuses).toEqual(['open', 'void'])
  })

  it('is refused beyond five of an invoice, whose page then polls, and is free again after a close', async () => {
    const { id, link } = await createInvoice(world)
    await untilInvoice(world, id, ({ delivery }) => delivery.status === 'delivered')
    const streams = await Promise.all([1, 2, 3, 4, 5].map(() => follow(link?.url)))
    const { response } = await follow(link?.url)
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '5'])
    expect(await (await fetch(`${link?.url}/status`)).json()).toEqual({ status: 'open' })
    streams[0]?.close()
    const again = await waitFor(async () => {
      const stream = await follow(link?.url)
      return stream.response.ok && stream
    })
    for (const { close } of [...streams, again]) close()
  })

  it('is 404 for an unknown link, and ends when the process is stopped', async () => {
    expect((await follow(`${world.publicUrl}/pay/unknown`)).response.status).toBe(404)
    const { link } = await createInvoice(world)
    const stopping = new AbortController()
    const app = createApp({ ...world.deps, stopping: stopping.signal })
    const response = await app.request(`${new URL(link?.url ?? '').pathname}/status`, { headers })
    const reading = response.text()
    stopping.abort()
    expect(await reading).toMatch(/^retry: 2000\n\n(data: [^\n]+\n\n)?$/)
  })
})
