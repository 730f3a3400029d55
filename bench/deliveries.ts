import { parseArgs } from 'node:util'
import { createEndpoint, type Endpoint } from './deliveries/endpoint.ts'
import { type Notice, openPaidReceiver } from './deliveries/notice.ts'
import { PARTS, type Server } from './lives/dialects.ts'
import { evenly } from './lives/evenly.ts'
import { type Aim, type Batch, cpuOfLife, median, percentile } from './lives/figures.ts'
import { playLife } from './lives/life.ts'
import { comparison, table, verdict } from './lives/report.ts'
import { runOnStacks, say } from './lives/run.ts'
import { checkout, count } from './lives/settings.ts'
import { runBatch } from './lives/side.ts'

const ENDPOINT_AIM = { is: 'at most', bound: 1.4 } as const
const BEFORE_AIM = { is: 'at most', bound: 1.05 } as const
const NOTICE_AIM = { is: 'at most', bound: 300 } as const

const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    lives: { type: 'string', default: '60' },
    'at-once': { type: 'string', default: '10' },
    rounds: { type: 'string', default: '6' },
    'warm-up': { type: 'string', default: '100' },
    arrivals: { type: 'string', default: '300' },
  },
})
const against = checkout(values.against, process.env)
const batch = { lives: count('lives', values.lives), atOnce: count('at-once', values['at-once']) }
const rounds = count('rounds', values.rounds)
const warmUp = { ...batch, lives: count('warm-up', values['warm-up']) }
const arrivals = count('arrivals', values.arrivals)

interface Way {
  name: string
  server: Server
  hasEndpoint: boolean
  batches: Batch[]
}

const receiver = await openPaidReceiver()
await runOnStacks({ against }, async ([ours, theirs]) => {
  if (!ours) throw new Error('no stack was started')
  const endpoint = await createEndpoint(ours.server, receiver.url)
  const one = { name: 'with an endpoint', server: ours.server, hasEndpoint: true, batches: [] }
  const none = { name: 'without', server: ours.server, hasEndpoint: false, batches: [] }
  const before = theirs && { name: 'theirs', server: theirs.server, hasEndpoint: false, batches: [] }
  const ways: Way[] = [one, none, ...(before ? [before] : [])]
  for (const { name, server } of theirs ? [ours, theirs] : [ours]) {
    say(`${name}: ${warmUp.lives} lives to warm up`)
    await runBatch(server, warmUp)
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) await play(way, endpoint, round)
  }
  const notices = await measureNotices(ours.server, endpoint, none.batches)
  return [
    reportCpu(one, none, ENDPOINT_AIM),
    ...(before ? [reportCpu(none, before, BEFORE_AIM)] : []),
    notices,
  ].join('\n')
})

async function play(way: Way, endpoint: Endpoint, round: number): Promise<void> {
  await endpoint.change({ status: way.hasEndpoint ? 'enabled' : 'disabled' })
  const played = await runBatch(way.server, batch)
  way.batches.push(played)
  say(`${way.name}: round ${round + 1}, ${cpuOfLife([played], ['api', 'worker']).toFixed(1)} ms CPU a life`)
}

async function measureNotices(
  server: Server,
  endpoint: Endpoint,
  batches: readonly Batch[],
): Promise<string> {
  const rate = median(batches.map(({ lives, seconds }) => lives.length / seconds))
  say(`${arrivals} lives, ${(rate / 2).toFixed(2)} a second`)
  await endpoint.change({ status: 'enabled' })
  const played = await evenly({ count: arrivals, intervalMs: 2_000 / rate }, () => playLife(server))
  const notices = await Promise.all(played.map((life) => receiver.noticeOf(life)))
  return reportNotices(notices, rate / 2)
}

function reportCpu(first: Way, second: Way, aim: Aim): string {
  const figures = [
    { name: 'CPU api + worker', parts: ['api', 'worker'], aim },
    { name: 'CPU of all processes', parts: PARTS },
  ] as const
  const rows = figures.map(({ parts, ...figure }) => {
    const [own, other] = [first, second].map(({ batches }) => batches.map((each) => cpuOfLife([each], parts)))
    const [ours, theirs] = [cpuOfLife(first.batches, parts), cpuOfLife(second.batches, parts)]
    const roundsOf: [number[], number[]] = [own ?? [], other ?? []]
    return { ...figure, unit: 'ms a life', digits: 1, ours, theirs, rounds: roundsOf }
  })
  return comparison(rows, [first.name, second.name])
}

function reportNotices(notices: readonly Notice[], rate: number): string {
  const rows = ([50, 99] as const).map((percent) => {
    const [recorded = 0, arrived = 0] = (['recorded', 'arrived'] as const).map((name) =>
      percentile(
        notices.map((notice) => notice[name]),
        percent,
      ),
    )
    const aim = percent === 50 ? verdict(arrived, NOTICE_AIM, 0) : ''
    return [`p${percent}, ms`, recorded.toFixed(0), arrived.toFixed(0), aim]
  })
  const head = [
    `${notices.length} lives, ${rate.toFixed(2)} a second: from the settlement`,
    'recorded',
    'arrived',
  ]
  return table([[...head, 'aim'], ...rows])
}
