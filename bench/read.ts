import { chmodSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { migrate } from '../db/migrate.ts'
import { createDatabase, execute, type RunningPostgres, startPostgres } from '../dev/postgres/postgres.ts'
import { createSupervisor, type Supervisor } from '../dev/processes/supervisor.ts'
import { freePorts } from '../dev/stack/ports.ts'
import { percentile } from './lives/figures.ts'
import { table, verdict } from './lives/report.ts'
import { type Case, casesOf } from './read/cases.ts'
import { fill } from './read/data.ts'
import { type ReadServer, startReadServer } from './read/server.ts'

const AIM = { is: 'at most', bound: 1.5 } as const
const DEEP_PAGES = 20
const WARM_UP = 10
const PLANNED_REQUESTS = 8
const LARGE_TABLES = [
  'customer',
  'daily_figure',
  'invoice',
  'invoice_event',
  'invoice_search',
  'pay_link',
  'payment_attempt',
  'notification',
  'public_event',
]

const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '10000' },
    large: { type: 'string', default: '1000000' },
    requests: { type: 'string', default: '100' },
  },
})
const small = size('small')
const large = size('large')
const requests = size('requests')

interface Side {
  invoices: number
  database: string
  making: string
  server: ReadServer
  cases: Case[]
}

const folder = mkdtempSync(path.join(tmpdir(), 'duewell-bench-'))
chmodSync(folder, 0o755)
const supervisor = createSupervisor({ dir: folder, isTemporary: true })
const stopping = Promise.withResolvers<undefined>()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopping.resolve(undefined))
let report: string | undefined
try {
  report = await Promise.race([measure(supervisor), supervisor.crash, stopping.promise])
} finally {
  await supervisor.stop()
}
if (report !== undefined) process.stdout.write(`\n${report}`)
process.exit(report === undefined || report.includes('MISSED') ? 1 : 0)

async function measure(owner: Supervisor): Promise<string> {
  const [port = 0] = await freePorts(1)
  const dataDir = path.join(folder, 'postgres')
  const postgres = await startPostgres({ supervisor: owner, dataDir, port, password: 'bench' })
  const [few, many] = [await prepare(postgres, small), await prepare(postgres, large)]
  const rows = []
  for (const [index, one] of few.cases.entries()) {
    const other = many.cases[index]
    if (!other) continue
    const times = await race({ side: few, one }, { side: many, one: other })
    const [a = Number.NaN, b = Number.NaN] = times.map((list) => percentile(list, 95))
    rows.push([
      one.name,
      a.toFixed(1),
      b.toFixed(1),
      (b / a).toFixed(2),
      one.isUnbounded ? '' : verdict(b / a, AIM, 1),
    ])
    say(`${one.name}: ${a.toFixed(1)} and ${b.toFixed(1)} ms`)
  }
  const head = ['p95, ms', `${small} invoices`, `${large} invoices`, 'ratio', 'aim']
  const scans = await sequentialScans(postgres, many)
  const exported = await exportAll(many)
  return `${few.making}\n${many.making}\n\n${table([head, ...rows])}\n${scans}\n${exported}\n`
}

async function prepare(postgres: RunningPostgres, invoices: number): Promise<Side> {
  say(`${invoices} invoices`)
  const database = await createDatabase(postgres, `read_${invoices}`)
  await migrate(database)
  const { merchantId, took } = await fill(database, invoices)
  const whole = took.reduce((sum, { seconds }) => sum + seconds, 0)
  const steps = took.map(({ step, seconds }) => `${step} ${seconds.toFixed(1)} s`).join(', ')
  const making = `${invoices} invoices made in ${whole.toFixed(0)} s: ${steps}`
  say(making)
  const server = await startReadServer(database, merchantId)
  return { invoices, database, making, server, cases: casesOf(invoices, await deepCursor(server)) }
}

async function deepCursor(server: ReadServer): Promise<string> {
  let cursor = ''
  for (let page = 0; page < DEEP_PAGES; page += 1) {
    const after = cursor === '' ? '' : `&cursor=${cursor}`
    const { text } = await server.get(`/v1/invoices?limit=100${after}`)
    const { next_cursor: next } = JSON.parse(text) as { next_cursor: string | null }
    if (next === null) throw new Error(`--small is too small for ${DEEP_PAGES} pages of 100 invoices`)
    cursor = next
  }
  return cursor
}

async function race(...racers: { side: Side; one: Case }[]): Promise<number[][]> {
  const times = racers.map((): number[] => [])
  for (let nth = -WARM_UP; nth < requests; nth += 1) {
    for (const [index, { side, one }] of racers.entries()) {
      const isFirstByte = one.name.startsWith('export')
      const { ms } = await side.server.get(one.path(Math.abs(nth)), { first: isFirstByte })
      if (nth >= 0) times[index]?.push(ms)
    }
  }
  return times
}

async function sequentialScans(
  postgres: RunningPostgres,
  { invoices, database, cases }: Side,
): Promise<string> {
  for (const setting of [`session_preload_libraries = 'auto_explain'`, 'auto_explain.log_min_duration = 0'])
    await execute(database, `alter database read_${invoices} set ${setting}`)
  const { rows } = await execute(database, `select merchant_id from api_key limit 1`)
  const [{ merchant_id: merchantId } = { merchant_id: '' }] = rows as { merchant_id: string }[]
  const server = await startReadServer(database, merchantId)
  const found: string[] = []
  for (const one of cases) {
    const from = statSync(postgres.child.logFile).size
    for (let nth = 0; nth < PLANNED_REQUESTS; nth += 1) {
      await server.get(one.path(nth), { first: one.name.startsWith('export') })
    }
    const log = readFileSync(postgres.child.logFile).subarray(from).toString()
    if (!log.includes('Index')) found.push(`${one.name}: no plan in the log, MISSED`)
    for (const match of new Set(log.match(/Seq Scan on (?:public\.)?\w+/g))) {
      if (LARGE_TABLES.some((name) => match.endsWith(` ${name}`))) found.push(`${one.name}: ${match}, MISSED`)
    }
  }
  await server.close()
  return found.length > 0 ? found.join('\n') : 'EXPLAIN: no sequential scan of a large table'
}

async function exportAll({ server }: Side): Promise<string> {
  const before = process.memoryUsage().rss
  let most = before
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50)
  const begun = performance.now()
  const lines = await server.countLines('/v1/invoices.csv')
  clearInterval(timer)
  const seconds = (performance.now() - begun) / 1_000
  const grown = (most - before) / 2 ** 20
  return `export: ${lines - 1} rows in ${seconds.toFixed(1)} s, memory grew by ${grown.toFixed(0)} MB`
}

function size(name: 'small' | 'large' | 'requests'): number {
  const text = values[name]
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`--${name} ${text} is not a number from 1 to 9,999,999`)
  return Number(text)
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
