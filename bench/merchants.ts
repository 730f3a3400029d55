import { parseArgs } from 'node:util'
import { createOrm } from '../db/orm.ts'
import { seed } from '../dev/stack/demo/seed.ts'
import { startThrowawayStack } from '../test/support/temporary-stack.ts'
import { answers, openReceiver } from '../test/support/webhook-receiver.ts'
import { createEndpoint } from './deliveries/endpoint.ts'
import { issue } from './import/issuing.ts'
import { untilCalm } from './lives/calm.ts'
import { readOwnServer, type Server } from './lives/dialects.ts'
import { percentile } from './lives/figures.ts'
import { comparison } from './lives/report.ts'
import { say } from './lives/run.ts'
import { count } from './lives/settings.ts'
import { until } from './lives/until.ts'
import { PROBES, probe, type Times } from './merchants/probe.ts'
import { fill } from './read/data.ts'

const AIM = { is: 'at most', bound: 2 } as const
const WARM_UP_TURNS = 20
const WEBHOOKS_MS = 900_000
/** The second retry must come after the benchmark, because it would disturb an idle run. */
const RETRY_DELAYS = '5s,24h'

const { values } = parseArgs({
  options: {
    invoices: { type: 'string', default: '40000' },
    rows: { type: 'string', default: '10000' },
    webhooks: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '5' },
    turns: { type: 'string', default: '80' },
  },
})
const invoices = count('invoices', values.invoices)
const rows = count('rows', values.rows)
const webhooks = count('webhooks', values.webhooks)
const runs = count('runs', values.runs)
const turns = count('turns', values.turns)

const receiver = await openReceiver()
process.env['WEBHOOK_RETRY_DELAYS'] = RETRY_DELAYS
const stack = await startThrowawayStack()
let printed: string | undefined
try {
  printed = await Promise.race([measure(), stack.crash])
} finally {
  await stack.stop()
  await receiver.close()
}
process.stdout.write(`\n${printed}`)
process.exit(printed.includes('MISSED') ? 1 : 0)

async function measure(): Promise<string> {
  const server = readOwnServer(stack.file)
  const { busy, other } = await prepare()
  const makeBusy = await prepareBusy(busy, server)
  await probe(other, { turns: WARM_UP_TURNS })

  const idle: Times[] = []
  const during: Times[] = []
  for (let run = 0; run <= runs; run += 1) {
    await untilCalm(server)
    say(`idle: ${describe(keep(idle, await probe(other, { turns })))}`)
    if (run === runs) break
    const stop = new AbortController()
    const [times, [{ seconds, read }, failed]] = await Promise.all([
      probe(other, { until: stop.signal }),
      makeBusy().finally(() => stop.abort()),
    ])
    say(`busy: ${describe(keep(during, times))}`)
    say(
      `  ${rows} rows read in ${read.toFixed(0)} s, issued in ${seconds.toFixed(0)} s; ${failed} failed tries`,
    )
  }
  return report(idle, during)
}

interface Merchant {
  api: string
  api_key: string
}

async function prepare(): Promise<{ busy: Merchant; other: Merchant }> {
  const { api, database_url: databaseUrl } = stack.file
  const { took } = await fill(databaseUrl, invoices)
  const whole = took.reduce((sum, { seconds }) => sum + seconds, 0)
  say(`200 merchants with ${invoices} invoices, made in ${whole.toFixed(0)} s`)
  const orm = await createOrm(databaseUrl, 1)
  const [busy, other] = await Promise.all([seed(orm.em.fork()), seed(orm.em.fork())]).finally(() =>
    orm.close(),
  )
  return { busy: { ...busy, api }, other: { ...other, api } }
}

/** The returned function imports the rows and redelivers the webhooks, which all fail. */
async function prepareBusy(busy: Merchant, server: Server) {
  const { api, api_key: key } = busy
  const endpoint = await createEndpoint({ api, key }, receiver.url, ['invoice.issued'])
  const since = Date.now()
  await issue(busy, webhooks)
  await until('the webhooks of the first import', async () => tried() >= webhooks, WEBHOOKS_MS)
  const before = Date.now()
  await untilCalm(server)
  await endpoint.change({ events: ['invoice.voided'] })
  receiver.behave(answers(500))

  return async () => {
    receiver.received.length = 0
    const redelivered = await endpoint.redeliver(since, before)
    if (redelivered !== webhooks)
      throw new Error(`${redelivered} webhooks are delivered again, not ${webhooks}`)
    const failing = until('a try of each webhook', async () => tried() >= webhooks, WEBHOOKS_MS)
    const [issued] = await Promise.all([issue(busy, rows), failing])
    return [issued, receiver.received.length] as const
  }
}

function tried(): number {
  return new Set(receiver.received.map(({ body }) => body.id)).size
}

function keep(all: Times[], times: Times): Times {
  all.push(times)
  return times
}

function describe(times: Times): string {
  return PROBES.map((name) => `${name} ${percentile(times[name], 95).toFixed(0)} ms`).join(', ')
}

function report(idle: readonly Times[], busy: readonly Times[]): string {
  const rowsOf = PROBES.map((name) => {
    const p95 = (all: readonly Times[]) =>
      percentile(
        all.flatMap((times) => times[name]),
        95,
      )
    const beside = busy.map((_, run) => p95(idle.slice(run, run + 2)))
    const during = busy.map((times) => p95([times]))
    const rounds: [number[], number[]] = [during, beside]
    return {
      name: `${name}, p95`,
      unit: 'ms',
      digits: 0,
      ours: p95(busy),
      theirs: p95(idle),
      rounds,
      aim: AIM,
    }
  })
  return comparison(rowsOf, ['busy', 'idle'])
}
