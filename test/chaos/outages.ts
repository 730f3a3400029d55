import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RestartablePart } from '../../dev/stack/parts.ts'
import { type InvoiceJson, invoiceBody } from '../clients/client.ts'
import { waitFor } from '../support/wait.ts'
import { useStack } from './use-stack.ts'

const REQUESTS = 8
const PATIENT = { timeout: 900_000 }

const stack = useStack()
beforeAll(async () => {
  await untilMailed((await send('POST', '/v1/invoices', invoiceTo('warm.up@customer.example'))).email)
})

describe('an outage of Temporal', () => {
  it('issues invoices, refuses commands, and sends each e-mail once after the end', PATIENT, async () => {
    const sent = await send('POST', '/v1/invoices', invoiceTo('before@customer.example'))
    await untilMailed(sent.email)
    const outage = await kill('temporal')
    await outage.isLogged('temporal.unavailable')
    expect(await workerReadiness()).toBe(503)
    expect(await metric('duewell_temporal_up')).toBe(0)

    const issued = await Promise.all(
      times((n) => send('POST', '/v1/invoices', invoiceTo(`issued.${n}@c.example`))),
    )
    expect(issued.map(({ status, json }) => [status, json.status])).toEqual(times(() => [201, 'sent']))
    const reads = await Promise.all(times(() => send('GET', `/v1/invoices/${sent.json.id}`)))
    expect(reads.map(({ status, json }) => [status, json.status])).toEqual(times(() => [200, 'sent']))
    const commands = await Promise.all(times(() => send('POST', `/v1/invoices/${sent.json.id}/remind`)))
    expect(commands.map(({ status }) => status)).toEqual(times(() => 503))

    await restart('temporal')
    for (const { email } of issued) await untilMailed(email)
    await waitFor(async () => (await workerReadiness()) === 200)
    await waitFor(async () => (await metric('duewell_temporal_up')) === 1)
    for (const { email } of issued) expect(await mailsTo(email)).toBe(1)
    await outage.isLogged('temporal.available')
    outage.expectOnlyLinesOf('temporal')
  })
})

describe('an outage of PostgreSQL', () => {
  it('refuses requests, and finishes the interrupted work once after the end', PATIENT, async () => {
    const interrupted = await Promise.all(
      times((n) => send('POST', '/v1/invoices', invoiceTo(`stopped.${n}@c.example`))),
    )
    const outage = await kill('postgres')
    const answers = await Promise.all(times(() => send('POST', '/v1/invoices', invoiceTo('none@c.example'))))
    expect(answers.map(({ status }) => status)).toEqual(times(() => 503))
    const reads = await Promise.all(times(() => send('GET', '/v1/invoices')))
    expect(reads.map(({ status }) => status)).toEqual(times(() => 503))
    await outage.isLogged('database.unavailable')

    await restart('postgres')
    for (const { email } of interrupted) await untilMailed(email)
    const after = await send('POST', '/v1/invoices', invoiceTo('after@customer.example'))
    expect(after.status).toBe(201)
    await untilMailed(after.email)
    for (const { email } of interrupted) expect(await mailsTo(email)).toBe(1)
    await outage.isLogged('database.available')
    outage.expectOnlyLinesOf('database')
  })
})

async function kill(part: 'temporal' | 'postgres') {
  const seen = { api: eventsOf('api').length, worker: eventsOf('worker').length }
  const events = (log: 'api' | 'worker') => eventsOf(log).slice(seen[log])
  process.kill(stack.file.pids[part] ?? 0, 'SIGKILL')
  return {
    async isLogged(event: string) {
      await waitFor(async () => events('api').includes(event) && events('worker').includes(event))
    },
    expectOnlyLinesOf(server: 'temporal' | 'database') {
      for (const log of ['api', 'worker'] as const) {
        const lines = events(log)
        const end = lines.indexOf(`${server}.available`)
        expect([log, ...lines.slice(0, end + 1)]).toEqual([
          log,
          `${server}.unavailable`,
          `${server}.available`,
        ])
      }
    },
  }
}

async function restart(part: RestartablePart): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      stack.file.pids[part] = await stack.restart(part)
      return
    } catch (error) {
      if (tries === 50) throw error
      await wait(200)
    }
  }
}

/** An outage can cut off an attempt to send. The worker then searches the provider for it. */
const CUT_OFF = /SendOutcomeUnknownError|may not list the earlier send attempt/

function eventsOf(log: 'api' | 'worker'): string[] {
  const lines = readFileSync(path.join(stack.logs, `${log}.log`), 'utf8').split('\n')
  return lines
    .filter((line) => line && !CUT_OFF.test(line))
    .map((line) => /"msg":"([^"]*)/.exec(line)?.[1] ?? line)
}

function invoiceTo(email: string) {
  return invoiceBody({ customer: { name: 'Ada Byron', email } })
}

async function send(method: string, target: string, body?: Record<string, unknown>) {
  const response = await fetch(`${stack.file.api}${target}`, {
    method,
    headers: { authorization: `Bearer ${stack.file.api_key}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const { email = '' } = (body?.['customer'] ?? {}) as { email?: string }
  return { status: response.status, json: (await response.json()) as InvoiceJson, email }
}

async function mailsTo(address: string): Promise<number> {
  const response = await fetch(`${stack.file.inbox}.json?to=${encodeURIComponent(address)}`)
  return ((await response.json()) as unknown[]).length
}

async function untilMailed(address: string): Promise<void> {
  await waitFor(async () => (await mailsTo(address)) > 0)
}

async function workerReadiness(): Promise<number> {
  const url = new URL('/readyz', stack.file.api)
  url.port = String(stack.file.ports.WORKER_PORT)
  return (await fetch(url)).status
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(stack.file.metrics)).text()
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1])
}

function times<T>(make: (n: number) => T): T[] {
  return Array.from({ length: REQUESTS }, (_, n) => make(n))
}
