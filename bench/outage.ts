import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { freePorts } from '../dev/stack/ports.ts'
import { startStack } from '../dev/stack/stack.ts'
import { describeLog, markLog } from './kills/log.ts'

// `npm run bench:outage [-- --seconds 40]` kills Temporal's server and starts the server again later. The
// command prints how soon api and worker continue, and counts lines logged meanwhile.

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '40' } } })
const OUTAGE_MS = Number(values.seconds) * 1_000
const AIM_API_MS = 2_000
const AIM_WORKER_MS = 12_000
const POLL_MS = 100
const LIMIT_MS = 300_000

const dir = mkdtempSync(path.join(tmpdir(), 'duewell-outage-'))
// PostgreSQL's own user must be able to read the folder.
chmodSync(dir, 0o755)
const environment = { ...process.env, ...(await freePorts()) }
const stack = await startStack({ dir, isTemporary: true, environment })
try {
  const { api, inbox, api_key: key, pids } = stack.file
  await mailOf(await createInvoice())

  const logs = (['api', 'worker'] as const).map((part) => ({ part, mark: markLog(dir, part) }))
  process.kill(required(pids['temporal']), 'SIGKILL')
  const during: { status: number; ms: number }[] = []
  const end = performance.now() + OUTAGE_MS
  while (performance.now() < end) {
    const begun = performance.now()
    const { status } = await post()
    during.push({ status, ms: performance.now() - begun })
    await wait(1_000)
  }

  const restarted = performance.now()
  await stack.restart('temporal')
  const up = performance.now()
  const customer = await createInvoice()
  const apiMs = performance.now() - up
  await mailOf(customer)
  const workerMs = performance.now() - up

  report('Temporal answers after its start', up - restarted)
  report('a created invoice is issued after that', apiMs, AIM_API_MS)
  report('its e-mail is sent after that', workerMs, AIM_WORKER_MS)
  const slowest = Math.max(...during.map(({ ms }) => ms))
  const statuses = [...new Set(during.map(({ status }) => status))].join(', ')
  console.log(`creates during the outage: ${during.length}, status ${statuses}, slowest ${seconds(slowest)}`)
  for (const { part, mark } of logs) for (const line of describeLog(part, mark.lines())) console.log(line)

  /**
   * Creates and sends invoices until one is issued.
   *
   * @returns the customer's address
   * @throws Error after five minutes
   */
  async function createInvoice(): Promise<string> {
    const limit = performance.now() + LIMIT_MS
    while (performance.now() < limit) {
      const created = await post()
      if (created.status === 201 && created.json.status !== 'draft') return created.email
      await wait(POLL_MS)
    }
    throw new Error('no invoice was issued')
  }

  async function post() {
    const email = `sam.${crypto.randomUUID()}@customer.example`
    const body = {
      customer: { name: 'Sam Okafor', email },
      currency: 'GBP',
      amount: 12_500,
      due_date: new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10),
      description: 'Work',
      send: 'now',
    }
    const response = await fetch(`${api}/v1/invoices`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, json: (await response.json()) as { status?: string }, email }
  }

  async function mailOf(address: string): Promise<void> {
    const limit = performance.now() + LIMIT_MS
    while (performance.now() < limit) {
      const mails = (await (
        await fetch(`${inbox}.json?to=${encodeURIComponent(address)}`)
      ).json()) as unknown[]
      if (mails.length > 0) return
      await wait(POLL_MS)
    }
    throw new Error(`no e-mail came to ${address}`)
  }
} finally {
  await stack.stop()
}

function report(what: string, ms: number, aim?: number): void {
  const verdict = aim === undefined ? '' : ` (aim ${seconds(aim)}${ms > aim ? ', MISSED' : ''})`
  console.log(`${what}: ${seconds(ms)}${verdict}`)
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the stack has no process of Temporal')
  return value
}
