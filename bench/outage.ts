import { mkdtempSync, chmodSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { drawPorts } from '../dev/stack/ports.ts'
import { startStack } from '../dev/stack/stack.ts'

// `npm run bench:outage [-- --seconds 40]` kills Temporal, then PostgreSQL, and starts each again later. The
// command prints how soon api and worker continue, and counts the lines logged meanwhile. The last part
// presses Pay while Temporal is stopped with SIGSTOP.

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '40' } } })
const OUTAGE_MS = Number(values.seconds) * 1_000
const AIM_API_MS = 2_000
const AIM_WORKER_MS = 12_000
const AIM_FIRST_PRESS_MS = 3_500
const AIM_NEXT_PRESS_MS = 500
/** Each part logs one line at the loss, each minute, and at the return. */
const AIM_LINES = 2 + Math.floor(OUTAGE_MS / 60_000)
const POLL_MS = 100
const LIMIT_MS = 300_000
/** The invoices are created just before a kill, so that their work is in progress. */
const IN_PROGRESS = 5

type Server = 'temporal' | 'postgres'
interface Created {
  status: number
  email: string
  invoice: { status?: string; link?: { url: string } }
}

const dir = mkdtempSync(path.join(tmpdir(), 'duewell-outage-'))
// PostgreSQL's own user must be able to read the folder.
chmodSync(dir, 0o755)
const ports = await drawPorts()
const stack = await startStack({ dir, isTemporary: true, environment: { ...process.env, ...ports } })
const { api, inbox, api_key: key, pids } = stack.file
try {
  await mailOf((await untilIssued()).email)
  await measureOutage('temporal')
  await measureOutage('postgres')
  await measureFrozenTemporal()
} finally {
  await stack.stop()
}

async function measureOutage(server: Server): Promise<void> {
  console.log(`\n${server}, killed for ${values.seconds} s`)
  const before = { api: logLines('api').length, worker: logLines('worker').length }
  const interrupted = await Promise.all(Array.from({ length: IN_PROGRESS }, create))
  process.kill(required(pids[server]), 'SIGKILL')
  const during = await callDuringOutage()

  const restarted = performance.now()
  pids[server] = await stack.restart(server)
  const up = performance.now()
  await untilStatus(200, read)
  const readMs = performance.now() - up
  await untilStatus(201, create)
  const createMs = performance.now() - up
  const { email } = await untilIssued()
  const issuedMs = performance.now() - up
  await mailOf(email)
  const mailMs = performance.now() - up
  const deferred = [...interrupted, ...during.created].filter(({ status }) => status === 201)
  for (const one of deferred) await mailOf(one.email)
  const deferredMs = performance.now() - up

  console.log(`it answers ${seconds(up - restarted)} after its start; from then on:`)
  report('a read of the API is answered', readMs, AIM_API_MS)
  report('a create is answered', createMs, AIM_API_MS)
  report('a created invoice is issued', issuedMs, AIM_WORKER_MS)
  report('its e-mail is sent', mailMs, AIM_WORKER_MS)
  report(`the e-mails of ${deferred.length} earlier invoices are sent`, deferredMs, AIM_WORKER_MS)
  for (const [what, calls] of Object.entries(during.calls)) {
    const slowest = Math.max(...calls.map(({ ms }) => ms))
    const statuses = [...new Set(calls.map(({ status }) => status))].join(', ')
    console.log(`  ${what} meanwhile: ${calls.length}, status ${statuses}, slowest ${seconds(slowest)}`)
  }
  // A part can log the return after its first answer.
  await wait(5_000)
  for (const part of ['api', 'worker'] as const) {
    const lines = logLines(part).slice(before[part])
    const bytes = lines.reduce((sum, line) => sum + line.length + 1, 0)
    const verdict = verdictOf(lines.length > AIM_LINES, `at most ${AIM_LINES}`)
    console.log(`  log of the ${part}: ${lines.length} lines${verdict}, ${(bytes / 1_000).toFixed(1)} kB`)
    for (const [name, count] of countNames(lines)) console.log(`    ${count} × ${name}`)
  }
}

async function callDuringOutage() {
  const calls: Record<string, { status: number; ms: number }[]> = { creates: [], reads: [] }
  const created: Created[] = []
  const end = performance.now() + OUTAGE_MS
  while (performance.now() < end) {
    const second = wait(1_000)
    const timed = async <T extends { status: number }>(what: string, call: () => Promise<T>) => {
      const begun = performance.now()
      const answer = await call()
      calls[what]?.push({ status: answer.status, ms: performance.now() - begun })
      return answer
    }
    const [answer] = await Promise.all([timed('creates', create), timed('reads', read)])
    created.push(answer)
    await second
  }
  return { calls, created }
}

async function measureFrozenTemporal(): Promise<void> {
  console.log('\ntemporal, stopped with SIGSTOP')
  const { invoice, email } = await untilIssued()
  await mailOf(email)
  const url = required(invoice.link?.url)
  const temporal = required(pids['temporal'])
  process.kill(temporal, 'SIGSTOP')
  try {
    report('the first press of Pay is answered', await press(url), AIM_FIRST_PRESS_MS)
    report('the next press is answered', await press(url), AIM_NEXT_PRESS_MS)
  } finally {
    process.kill(temporal, 'SIGCONT')
  }
  const up = performance.now()
  await untilIssued()
  report('after SIGCONT, a created invoice is issued', performance.now() - up, AIM_WORKER_MS)
}

/** @returns the milliseconds until the answer with status 503 */
async function press(url: string): Promise<number> {
  const begun = performance.now()
  const body = new URLSearchParams({ bank: 'sandbox-harbour' })
  const { status } = await fetch(`${url}/pay`, { method: 'POST', body, redirect: 'manual' })
  if (status !== 503) throw new Error(`the press has status ${status}`)
  return performance.now() - begun
}

async function create(): Promise<Created> {
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
  return { status: response.status, invoice: (await response.json()) as Created['invoice'], email }
}

async function read(): Promise<{ status: number }> {
  const response = await fetch(`${api}/v1/invoices?limit=1`, { headers: { authorization: `Bearer ${key}` } })
  await response.body?.cancel()
  return response
}

function untilStatus(status: number, call: () => Promise<{ status: number }>): Promise<true> {
  return until(`no status ${status} came`, async () => (await call()).status === status || undefined)
}

function untilIssued(): Promise<Created> {
  return until('no invoice was issued', async () => {
    const created = await create()
    return created.status === 201 && created.invoice.status !== 'draft' ? created : undefined
  })
}

async function mailOf(address: string): Promise<void> {
  await until(`no e-mail came to ${address}`, async () => {
    const response = await fetch(`${inbox}.json?to=${encodeURIComponent(address)}`)
    return ((await response.json()) as unknown[]).length > 0 || undefined
  })
}

/** @throws Error after five minutes */
async function until<T>(failure: string, call: () => Promise<T | undefined>): Promise<T> {
  const limit = performance.now() + LIMIT_MS
  while (performance.now() < limit) {
    const result = await call()
    if (result !== undefined) return result
    await wait(POLL_MS)
  }
  throw new Error(failure)
}

function logLines(part: 'api' | 'worker'): string[] {
  return readFileSync(path.join(dir, 'logs', `${part}.log`), 'utf8')
    .split('\n')
    .filter(Boolean)
}

/** Lines of libraries count by their first 80 characters. */
function countNames(lines: string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const line of lines) {
    const name = /"msg":"([^"]{0,80})/.exec(line)?.[1] ?? line.slice(0, 80)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1])
}

function report(what: string, ms: number, aim: number): void {
  console.log(`  ${what}: ${seconds(ms)}${verdictOf(ms > aim, seconds(aim))}`)
}

function verdictOf(isMissed: boolean, aim: string): string {
  return ` (aim ${aim}${isMissed ? ', MISSED' : ''})`
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a part of the stack or a link is missing')
  return value
}
