import { execFile } from 'node:child_process'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createOrm } from '../db/orm.ts'
import { seed } from '../dev/stack/demo/seed.ts'
import { SERVER_FLAGS } from '../dev/stack/parts.ts'
import { startThrowawayStack } from '../test/support/temporary-stack.ts'
import { csvRows } from './import/file.ts'
import { measureFloor } from './import/floor.ts'
import { createInvoice, issue, type Merchant, p95, readDocument, timeOneByOne } from './import/issuing.ts'
import type { ReadingReport } from './import/reading.ts'

const sizes = process.argv.slice(2).map(Number)
const [small = 1_000, large = 10_000] = sizes.length > 0 ? sizes : []
const READ_ROWS = 100_000
const FLOOR_ROWS = 1_000

const folder = mkdtempSync(path.join(tmpdir(), 'duewell-bench-'))
const stack = await startThrowawayStack()
let missed = 0
try {
  const { file } = stack
  const orm = await createOrm(file.database_url, 1)
  const other = await seed(orm.em.fork()).finally(() => orm.close())

  const reading = await measureReading(file.database_url, other.merchant_id)
  report('parsing and validating, against csv-parse alone', reading.read / reading.parseAlone, 4, 'times')
  say(
    `  csv-parse ${ms(reading.parseAlone)}, parsed and validated ${ms(reading.read)}, saved in PostgreSQL ${ms(reading.save)}, ${reading.rows} rows`,
  )
  report('resident memory grows by', reading.grown / 2 ** 20, 150, 'MB')

  await issue(file, 200)
  const single: Merchant = { api: file.api, api_key: other.api_key }
  const create = () => createInvoice(single, { send: 'now' })
  await timeOneByOne(create, { count: 20 })

  if (sizes.length === 1) say(issued(small, await issue(file, small)))
  else {
    const floor = () => measureFloor(file.temporal_address, FLOOR_ROWS)
    const floorBefore = await floor()
    const before = await issue(file, small)
    const whole = await issue(file, large)
    const after = await issue(file, small)
    const floorAfter = await floor()
    say(issued(small, before))
    say(issued(large, whole))
    say(issued(small, after))
    const bare = mean(floorBefore, floorAfter)
    const started = large / whole.seconds / bare
    report('invoices started, against empty child workflows', started, 0.7, 'times', 'at least')
    say(`  the floor is ${bare.toFixed(0)} a second, the mean of two runs of ${FLOOR_ROWS}`)
    const growth = whole.seconds / mean(before.seconds, after.seconds)
    report(`time for ${large}, against ${small}`, growth, (1.1 * large) / small, 'times')

    await compareWithIdle('single create', create, Math.min(large, 1_000))
    const id = await create()
    await compareWithIdle('document', () => readDocument(single, id), large)
  }
} finally {
  await stack.stop()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(missed > 0 ? 1 : 0)

async function compareWithIdle(name: string, request: () => Promise<unknown>, rows: number): Promise<void> {
  const before = await timeOneByOne(request, { count: 150 })
  const stop = new AbortController()
  const during = timeOneByOne(request, { until: stop.signal })
  await issue(stack.file, rows).finally(() => stop.abort())
  const busy = p95(await during)
  const idle = p95([...before, ...(await timeOneByOne(request, { count: 150 }))])
  report(`another merchant’s ${name}, p95 during an import of ${rows} against idle`, busy / idle, 2, 'times')
  say(`  idle ${ms(idle)}, during ${ms(busy)} (${(await during).length} requests)`)
}

async function measureReading(databaseUrl: string, merchantId: string): Promise<ReadingReport> {
  const csv = path.join(folder, 'rows.csv')
  await pipeline(Readable.from(csvRows(READ_ROWS, 'read')), createWriteStream(csv))
  const script = new URL('import/reading.ts', import.meta.url).pathname
  // tsx names each inner function at each call, which the servers do not.
  const args = ['--expose-gc', ...SERVER_FLAGS.worker, script, csv, databaseUrl, merchantId]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as ReadingReport
}

function report(
  name: string,
  value: number,
  aim: number,
  unit: string,
  bound: 'at most' | 'at least' = 'at most',
): void {
  const holds = bound === 'at most' ? value <= aim : value >= aim
  if (!holds) missed += 1
  say(`${name}: ${value.toFixed(2)} ${unit} (aim: ${bound} ${aim})${holds ? '' : '  MISSED'}`)
}

function issued(rows: number, { read, seconds }: { read: number; seconds: number }): string {
  const rate = (rows / seconds).toFixed(0)
  return `${rows} rows: read in ${read.toFixed(1)} s, issued and e-mailed in ${seconds.toFixed(1)} s, ${rate} a second`
}

function mean(one: number, other: number): number {
  return (one + other) / 2
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`
}

function say(text: string): void {
  process.stdout.write(`${text}\n`)
}
