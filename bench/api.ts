import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Supervisor } from '../dev/processes/supervisor.ts'
import type { StackFile } from '../dev/stack/file.ts'
import { readJson } from '../dev/stack/json-file.ts'
import { SERVER_FLAGS } from '../dev/stack/parts.ts'
import { ROOT } from '../dev/stack/paths.ts'
import { untilReadyLine } from '../dev/stack/readiness.ts'
import { createLoad, type Load, type Target } from './api/load.ts'
import { median } from './lives/figures.ts'
import { comparison } from './lives/report.ts'
import { runOnStacks, say, type Side } from './lives/run.ts'
import { count } from './lives/settings.ts'
import { nodeOf, runBatch } from './lives/side.ts'
import { callApi } from './lives/steps.ts'

const RATE_AIM = { is: 'at least', bound: 0.6 } as const
const PAY_AT_ONCE = 4
/** Batches: V8 compiles a route only after thousands of calls. */
const WARM_UP = 10

const { values } = parseArgs({
  options: {
    invoices: { type: 'string', default: '20' },
    requests: { type: 'string', default: '400' },
    'at-once': { type: 'string', default: '10' },
    rounds: { type: 'string', default: '10' },
  },
})
const invoices = count('invoices', values.invoices)
const requests = count('requests', values.requests)
const rounds = count('rounds', values.rounds)
const measure = createLoad({ requests, atOnce: count('at-once', values['at-once']) })

await runOnStacks({ against: undefined }, async ([side], supervisor) => {
  if (!side) throw new Error('no stack was started')
  say(`${invoices} invoices are paid, then ${WARM_UP * requests} requests warm up each server`)
  const { server } = side
  const { lives } = await runBatch(server, { lives: invoices, atOnce: PAY_AT_ONCE })
  const paths = lives.map(({ id }) => server.dialect.read(id))
  const bare = await startBare(side, supervisor, paths)
  const urlsAt = (address: string) => paths.map((one) => `${address}${one}`)
  const targets: { name: string; target: Target; batches: Load[] }[] = [
    { name: 'api', target: { pid: server.pids.api, urls: urlsAt(server.api), key: server.key }, batches: [] },
    { name: 'bare', target: { pid: bare.pid, urls: urlsAt(bare.url) }, batches: [] },
  ]
  for (let batch = 0; batch < WARM_UP; batch += 1) for (const { target } of targets) await measure(target)
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, target, batches } of round % 2 === 0 ? targets : targets.toReversed()) {
      const batch = await measure(target)
      batches.push(batch)
      say(`${name}: round ${round + 1}, ${batch.rate.toFixed(0)} requests a second`)
    }
  }
  const [ours = [], bareLoads = []] = targets.map(({ batches }) => batches)
  return report(ours, bareLoads)
})

async function startBare({ server, folder, files }: Side, supervisor: Supervisor, paths: readonly string[]) {
  const answers: Record<string, unknown> = {}
  for (const one of paths) answers[path.basename(one)] = await callApi(server, one)
  const answersFile = path.join(files, 'answers.json')
  writeFileSync(answersFile, JSON.stringify(answers))
  const stack = readJson<StackFile>(path.join(folder, '.stack', 'stack.json'))
  const script = path.join(ROOT, 'bench', 'api', 'bare.ts')
  const child = supervisor.start({
    name: 'bare',
    command: nodeOf(ROOT),
    args: [...SERVER_FLAGS.api, '--import', 'tsx', script, stack?.database_url ?? '', answersFile],
  })
  const ready = (signal: AbortSignal) => untilReadyLine<{ url: string }>(child.logFile, signal)
  const { url } = await supervisor.until(child, ready)
  return { pid: child.pid, url }
}

function report(api: readonly Load[], bare: readonly Load[]): string {
  const figures = [
    { name: 'GET /v1/invoices/{id}', unit: 'a second', digits: 0, of: 'rate', aim: RATE_AIM },
    { name: 'CPU of the process', unit: 'ms a request', digits: 2, of: 'cpu' },
  ] as const
  const rows = figures.map(({ of, ...figure }) => {
    const [ours, theirs] = [api.map((load) => load[of]), bare.map((load) => load[of])]
    return {
      ...figure,
      ours: median(ours),
      theirs: median(theirs),
      rounds: [ours, theirs] as [number[], number[]],
    }
  })
  return comparison(rows, ['api', 'bare route'])
}
