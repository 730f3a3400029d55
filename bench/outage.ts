import { mkdtempSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { drawPorts } from '../dev/stack/ports.ts'
import { startStack } from '../dev/stack/stack.ts'
import { readOwnServer } from './lives/dialects.ts'
import { describeLog, markLog } from './lives/log.ts'
import { mailsTo, newInvoice } from './lives/steps.ts'
import { until } from './lives/until.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '40' } } })
const OUTAGE_MS = Number(values.seconds) * 1_000
const AIM_API_MS = 2_000
const AIM_WORKER_MS = 12_000
const AIM_FIRST_PRESS_MS = 3_500
const AIM_NEXT_PRESS_MS = 500
const AIM_LINES = 2 + Math.floor(OUTAGE_MS / 60_000)
const LIMIT_MS = 300_000
const IN_PROGRESS = 5

type Killed = 'temporal' | 'postgres'
interface Created {
  status: number
  email: string
  invoice: { status?: string; link?: { url: string } }
}

const dir = mkdtempSync(path.join(tmpdir(), 'duewell-outage-'))
chmodSync(dir, 0o755)
const ports = await drawPorts()
const stack = await startStack({ dir, isTemporary: true, environment: { ...process.env, ...ports } })
const { api, api_key: key, pids } = stack.file
const server = readOwnServer(stack.file)
try {
  await mailOf((await untilIssued()).email)
  await measureOutage('temporal')
  await measureOutage('postgres')
  await measureFrozenTemporal()
} finally {
  await stack.stop()
}

async function measureOutage(killed: Killed): Promise<void> {
  console.log(`\n${killed}, killed for ${values.seconds} s`)
  const logs = (['api', 'worker'] as const).map((part) => ({ part, mark: markLog(dir, part) }))
  const interrupted = await Promise.all(Array.from({ length: IN_PROGRESS }, create))
  process.kill(required(pids[killed]), 'SIGKILL')
  const during = await callDuringOutage()

  const restarted = performance.now()
  pids[killed] = await stack.restart(killed)
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
  await wait(5_000)
  for (const { part, mark } of logs) {
    const lines = mark.lines()
    const verdict = verdictOf(lines.length > AIM_LINES, `at most ${AIM_LINES}`)
    for (const line of describeLog(part, lines, verdict)) console.log(`  ${line}`)
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

async function press(url: string): Promise<number> {
  const begun = performance.now()
  const body = new URLSearchParams({ bank: 'sandbox-harbour' })
  const { status } = await fetch(`${url}/pay`, { method: 'POST', body, redirect: 'manual' })
  if (status !== 503) throw new Error(`the press has status ${status}`)
  return performance.now() - begun
}

async function create(): Promise<Created> {
  const { email, body } = newInvoice(server)
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const response = await fetch(`${api}/v1/invoices`, { method: 'POST', headers, body })
  return { status: response.status, invoice: (await response.json()) as Created['invoice'], email }
}

async function read(): Promise<{ status: number }> {
  const response = await fetch(`${api}/v1/invoices?limit=1`, { headers: { authorization: `Bearer ${key}` } })
  await response.body?.cancel()
  return response
}

function untilStatus(status: number, call: () => Promise<{ status: number }>): Promise<void> {
  return until(`the status ${status}`, async () => (await call()).status === status, LIMIT_MS)
}

async function untilIssued(): Promise<Created> {
  let created: Created | undefined
  const isIssued = async () => {
    created = await create()
    return created.status === 201 && created.invoice.status !== 'draft'
  }
  await until('an issued invoice', isIssued, LIMIT_MS)
  return required(created)
}

async function mailOf(address: string): Promise<void> {
  await until(`the e-mail to ${address}`, async () => (await mailsTo(server, address)).length > 0, LIMIT_MS)
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
