import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import type { Server } from './lives/dialects.ts'
import { median } from './lives/figures.ts'
import { inParallel } from './lives/in-parallel.ts'
import { usageOf } from './lives/processes.ts'
import { comparison, table } from './lives/report.ts'
import { runOnStacks, say } from './lives/run.ts'
import { checkout, count } from './lives/settings.ts'
import { runBatch } from './lives/side.ts'

const RATE_AIM = { is: 'at least', bound: 3 } as const
const PAY_AT_ONCE = 4

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    invoices: { type: 'string', default: '20' },
    requests: { type: 'string', default: '400' },
    'at-once': { type: 'string', default: '10' },
    rounds: { type: 'string', default: '6' },
  },
})
const against = checkout(values.against, process.env)
const invoices = count('invoices', values.invoices)
const requests = count('requests', values.requests)
const atOnce = count('at-once', values['at-once'])
const rounds = count('rounds', values.rounds)
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

interface Reads {
  rate: number
  cpu: number
}

await runOnStacks({ against }, async (started) => {
  const sides = []
  for (const { name, server } of started) {
    say(`${name}: ${invoices} invoices are paid, then ${requests} requests warm up`)
    const { lives } = await runBatch(server, { lives: invoices, atOnce: PAY_AT_ONCE })
    const side = { name, server, ids: lives.map(({ id }) => id), batches: [] as Reads[] }
    await measure(side)
    sides.push(side)
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const batch = await measure(side)
      side.batches.push(batch)
      say(`${side.name}: round ${round + 1}, ${batch.rate.toFixed(0)} requests a second`)
    }
  }
  const [ours = [], theirs] = sides.map(({ batches }) => batches)
  return report(ours, theirs)
})

async function measure({ server, ids }: { server: Server; ids: string[] }): Promise<Reads> {
  const before = usageOf(server.pids.api).cpuSeconds
  const begun = performance.now()
  await inParallel({ count: requests, atOnce }, (index) => read(server, ids[index % ids.length] ?? ''))
  const ms = performance.now() - begun
  const cpuMs = (usageOf(server.pids.api).cpuSeconds - before) * 1_000
  return { rate: (requests / ms) * 1_000, cpu: cpuMs / requests }
}

async function read({ api, key, dialect }: Server, id: string): Promise<void> {
  const answered = Promise.withResolvers<void>()
  const options = { agent, headers: { authorization: `Bearer ${key}` } }
  const sent = request(`${api}${dialect.read(id)}`, options, (response) => {
    response.once('error', answered.reject).once('end', () => {
      if (response.statusCode === 200) answered.resolve()
      else answered.reject(new Error(`${dialect.read(id)} answers ${response.statusCode}`))
    })
    response.resume()
  })
  sent.once('error', answered.reject).end()
  return answered.promise
}

function report(ours: Reads[], theirs: Reads[] | undefined): string {
  const figures = [
    { name: 'reads of a paid invoice', unit: 'a second', digits: 0, of: 'rate', aim: RATE_AIM },
    { name: 'CPU of the api', unit: 'ms a request', digits: 2, of: 'cpu' },
  ] as const
  const valuesOf = (batches: Reads[], of: keyof Reads) => batches.map((batch) => batch[of])
  if (!theirs) {
    const rows = figures.map(({ name, unit, digits, of }) => [
      name,
      median(valuesOf(ours, of)).toFixed(digits),
      unit,
    ])
    return table([['', 'median', ''], ...rows])
  }
  return comparison(
    figures.map(({ of, ...figure }) => {
      const [own, other] = [valuesOf(ours, of), valuesOf(theirs, of)]
      return { ...figure, ours: median(own), theirs: median(other), rounds: [own, other] }
    }),
  )
}
