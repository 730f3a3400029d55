import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { call, createInvoice, type InvoiceJson, invoiceBody, pressPay } from '../../clients/client.ts'
import { type DatabaseProxy, startDatabaseProxy } from '../../support/database-proxy.ts'
import { capturedLog } from '../../support/captured-log.ts'
import type { World } from '../../support/harness.ts'
import { createTestWorld } from '../../support/test-harness.ts'
import { untilEvent, waitFor } from '../../support/wait.ts'

const MAX_PACKETS = 80

const { log, lines } = capturedLog()
let world: World
let proxy: DatabaseProxy
let invoice: InvoiceJson
let preview: string
beforeAll(async () => {
  const reachDatabase = async (url: string) => {
    proxy = await startDatabaseProxy(url)
    return proxy.url
  }
  world = await createTestWorld({ reachDatabase, log })
  invoice = await createInvoice(world)
  await untilEvent(world, invoice.id, 'delivered')
  const draft = await createInvoice(world, { send: 'draft' })
  preview = String((await call(world, 'POST', `/v1/invoices/${draft.id}/preview`)).json['url'])
})
afterEach(() => proxy.mend())
afterAll(async () => {
  proxy?.mend()
  await world?.close()
  await proxy?.close()
})

async function open(url: string, init: RequestInit = {}) {
  const response = await fetch(url, { redirect: 'manual', ...init })
  const { status, headers } = response
  return { status, retryAfter: headers.get('retry-after'), page: await response.text() }
}

describe('pages while PostgreSQL is unavailable', () => {
  it.each(['', '/banks', '/invoice.pdf', '/receipt.pdf'])(
    'answers GET /pay/{token}%s with a page that leads back to the invoice',
    async (path) => {
      proxy.cut()
      const url = invoice.link?.url ?? ''
      const { status, retryAfter, page } = await open(`${url}${path}`)
      expect([status, retryAfter]).toEqual([503, '5'])
      expect(page).toContain('<h1>Please try again in a moment</h1>')
      expect(page).toContain(`href="${new URL(url).pathname}"`)
    },
  )

  it('answers a press with a page that mentions no start of the payment', async () => {
    proxy.cut()
    const { status, page } = await pressPay(invoice.link?.url ?? '', 'sandbox-harbour')
    expect(status).toBe(503)
    expect(page).toContain('The invoice shows what has become of your payment.')
    expect(page).toContain('Back to the invoice')
    expect(page).not.toMatch(/No payment|Nothing has been paid/)
  })

  it('answers a returned payer and a preview with a page', async () => {
    proxy.cut()
    for (const url of [`${world.publicUrl}/pay/return?payment_id=unknown`, preview]) {
      const { status, retryAfter, page } = await open(url)
      expect([status, retryAfter]).toEqual([503, '5'])
      expect(page).toContain('<h1>Please try again in a moment</h1>')
    }
  })

  it('answers the script of a page, the API and the probe with 503 and Retry-After', async () => {
    proxy.cut()
    const authorization = `Bearer ${world.apiKey}`
    for (const url of [
      `${invoice.link?.url}/status`,
      `${world.publicUrl}/v1/invoices`,
      `${world.publicUrl}/readyz`,
    ]) {
      const { status, retryAfter, page } = await open(url, { headers: { authorization } })
      expect([url, status, retryAfter]).toEqual([url, 503, '5'])
      expect(JSON.parse(page)).toMatchObject({ code: 'unavailable' })
    }
  })
})

describe('the log in an outage of PostgreSQL', () => {
  it('logs one line at the start of an outage and one at its end, for any number of failed requests', async () => {
    await untilQuiet()
    const url = invoice.link?.url ?? ''
    proxy.cut()
    const statuses: number[] = []
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all([
        call(world, 'POST', '/v1/invoices', invoiceBody()),
        call(world, 'GET', '/v1/invoices'),
        open(url),
        open(preview),
        open(`${world.publicUrl}/readyz`),
        pressPay(url, 'sandbox-harbour'),
      ])
      statuses.push(...answers.map(({ status }) => status))
    }
    expect(new Set(statuses)).toEqual(new Set([503]))
    proxy.mend()
    await waitFor(async () => !world.outages.database.isKnown)
    expect(lines.map(({ msg }) => msg)).toEqual(['database.unavailable', 'database.available'])
  })

  it('logs no outage when clients close the connection within a body', async () => {
    await untilQuiet()
    const { hostname, port, pathname } = new URL(invoice.link?.url ?? '')
    const authorization = `authorization: Bearer ${world.apiKey}`
    const before = await requestsWithStatus400()
    for (const target of [`${pathname}/pay`, '/v1/invoices']) {
      const socket = connect(Number(port), hostname)
      const head = [
        `POST ${target} HTTP/1.1`,
        `host: ${hostname}`,
        authorization,
        'content-type: application/json',
      ]
      const begun = [...head, 'transfer-encoding: chunked', '', '5', 'bank=']
      await new Promise((resolve) => socket.write(begun.join('\r\n'), resolve))
      socket.destroy()
    }
    await waitFor(async () => (await requestsWithStatus400()) === before + 2)
    expect(world.outages.database.isKnown).toBe(false)
    expect(lines).toEqual([])
  })
})

async function requestsWithStatus400(): Promise<number> {
  const metrics = await (await fetch(world.metricsUrl)).text()
  const counts = metrics.matchAll(/^http_requests_total\{[^}]*status="400"[^}]*\} (\d+)/gm)
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0)
}

async function untilQuiet(): Promise<void> {
  await waitFor(async () => !world.outages.database.isKnown)
  lines.length = 0
}

async function cutAtEachPacket(request: () => Promise<{ status: number }>): Promise<Set<number>> {
  const statuses = new Set<number>()
  for (let packets = 0; packets < MAX_PACKETS; packets++) {
    proxy.cutAfter(packets)
    statuses.add((await request()).status)
    if (!proxy.mend()) return statuses
  }
  throw new Error(`more than ${MAX_PACKETS} packets`)
}

describe('a connection to PostgreSQL that ends in the middle of a request', () => {
  it('answers a creation with 503 or 201', async () => {
    const create = () => call(world, 'POST', '/v1/invoices', invoiceBody({ send: 'draft' }))
    expect(await cutAtEachPacket(create)).toEqual(new Set([503, 201]))
  })

  it('creates one invoice for the repetitions of a request with an Idempotency-Key', async () => {
    const description = 'Created once'
    const body = invoiceBody({ send: 'draft', description })
    const create = () => call(world, 'POST', '/v1/invoices', body, { 'idempotency-key': 'cut' })
    const statuses = await cutAtEachPacket(create)
    expect([...statuses].filter((status) => ![201, 409, 503].includes(status))).toEqual([])
    expect(await world.em.fork().count(InvoiceRow, { description })).toBeLessThanOrEqual(1)
  })

  it('answers webhooks of the providers with 503 or 200', async () => {
    const { user, password } = world.secrets.postmarkWebhook
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    let count = 0
    const postmark = (RecordType: string) => () => {
      count += 1
      const event = { RecordType, MessageID: `m${count}`, ID: count, Type: 'HardBounce' }
      const body = { ...event, Email: 'a@b.example', Metadata: { message_id: `msg_${count}` } }
      return call(world, 'POST', '/webhooks/test/postmark', body, { authorization })
    }
    for (const type of ['Bounce', 'Delivery']) {
      expect(await cutAtEachPacket(postmark(type))).toEqual(new Set([503, 200]))
    }
    const { rail } = world
    const verify = rail.verifyWebhook.bind(rail)
    rail.verifyWebhook = async ({ body }) => rail.readWebhook(body)
    const bank = () => {
      count += 1
      const body = { type: 'payment_settled', event_id: `e${count}`, event_version: 1, payment_id: 'none' }
      return call(world, 'POST', '/webhooks/test/truelayer', { ...body, metadata: {} })
    }
    const statuses = await cutAtEachPacket(bank).finally(() => (rail.verifyWebhook = verify))
    expect(statuses).toEqual(new Set([503, 200]))
  })
})
