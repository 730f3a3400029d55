import { chmodSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ROOT } from '../dev/stack/paths.ts'
import { formatSeconds } from '../dev/stack/progress.ts'
import { createSupervisor } from '../dev/processes/supervisor.ts'
import { ensureTemporalBinary } from '../dev/temporal/binary.ts'
import type { Server } from './lives/dialects.ts'
import type { Batch } from './lives/figures.ts'
import { reportAlone, reportCompared } from './lives/report.ts'
import { readSettings } from './lives/settings.ts'
import { runBatch, startSide } from './lives/side.ts'

// The bench uses only the API and the pages of a stack. `npm run bench:lives -- --against <checkout>` also
// runs another version, in alternate batches.

/** Limits the wait for the report of a crash. */
const CRASH_MS = 15_000

const settings = readSettings(process.argv.slice(2), process.env)
if (!existsSync('/proc/self/stat'))
  throw new Error('CPU and memory are read from /proc, which only Linux has')

const stopping = Promise.withResolvers<undefined>()
// A Ctrl-C may arrive more than once, because npm and tsx forward the signal.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopping.resolve(undefined))

const folder = mkdtempSync(path.join(tmpdir(), 'duewell-bench-'))
// PostgreSQL's own user must be able to read the folder.
chmodSync(folder, 0o755)
const supervisor = createSupervisor({ dir: folder, isTemporary: true })
let report: string | undefined
try {
  report = await Promise.race([measure(), supervisor.crash, stopping.promise])
} catch (error) {
  const reason = await crashBehind(error)
  process.stderr.write(`\n${reason instanceof Error ? reason.message : String(reason)}\n`)
} finally {
  await supervisor.stop()
}
if (report !== undefined) process.stdout.write(`\n${report}`)
process.exit(report === undefined ? 1 : 0)

async function measure(): Promise<string> {
  await ensureTemporalBinary(say)
  const checkouts = settings.against === undefined ? [ROOT] : [ROOT, settings.against]
  const sides: { name: string; server: Server; batches: Batch[] }[] = []
  for (const [index, checkout] of checkouts.entries()) {
    const name = index === 0 ? 'ours' : 'theirs'
    say(`${name}: starting the stack of ${path.basename(checkout)}`)
    const server = await startSide({ name, checkout, folder: path.join(folder, name), supervisor })
    sides.push({ name, server, batches: [] })
  }
  for (const { name, server } of sides) {
    say(`${name}: ${settings.warmUp} lives to warm up`)
    await runBatch(server, { ...settings, lives: settings.warmUp })
  }
  for (let round = 0; round < settings.rounds; round += 1) {
    // Changes the order of the sides, because the machine's speed changes over minutes.
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      const batch = await runBatch(side.server, settings)
      side.batches.push(batch)
      say(
        `${side.name}: round ${round + 1}, ${batch.lives.length} lives in ${formatSeconds(batch.seconds * 1_000)}`,
      )
    }
  }
  const [ours, theirs] = sides.map(({ batches }) => batches)
  return theirs ? reportCompared(ours ?? [], theirs) : reportAlone(ours ?? [])
}

/** Returns the reason of a lost connection. The stack reports a crash only seconds later. */
async function crashBehind(failure: unknown): Promise<unknown> {
  // Fetch throws a TypeError for every network failure: https://fetch.spec.whatwg.org/#fetch-method
  if (!(failure instanceof TypeError)) return failure
  const crash = supervisor.crash.catch((reason: unknown) => reason)
  return Promise.race([crash, wait(CRASH_MS, failure, { ref: false })])
}

function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
