import { parseArgs } from 'node:util'
import { createLoad, type Load } from './api/load.ts'
import { median } from './lives/figures.ts'
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
const measure = createLoad({ requests, atOnce })

await runOnStacks({ against }, async (started) => {
  const sides = []
  for (const { name, server } of started) {
    say(`${name}: ${invoices} invoices are paid, then ${requests} requests warm up`)
    const { lives } = await runBatch(server, { lives: invoices, atOnce: PAY_AT_ONCE })
    const { api, key, dialect, pids } = server
    const urls = lives.map(({ id }) => `${api}${dialect.read(id)}`)
    const side = { name, target: { pid: pids.api, urls, key }, batches: [] as Load[] }
    await measure(side.target)
    sides.push(side)
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const batch = await measure(side.target)
      side.batches.push(batch)
      say(`${side.name}: round ${round + 1}, ${batch.rate.toFixed(0)} requests a second`)
    }
  }
  const [ours = [], theirs] = sides.map(({ batches }) => batches)
  return report(ours, theirs)
})

function report(ours: Load[], theirs: Load[] | undefined): string {
  const figures = [
    { name: 'reads of a paid invoice', unit: 'a second', digits: 0, of: 'rate', aim: RATE_AIM },
    { name: 'CPU of the api', unit: 'ms a request', digits: 2, of: 'cpu' },
  ] as const
  const valuesOf = (batches: Load[], of: keyof Load) => batches.map((batch) => batch[of])
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
