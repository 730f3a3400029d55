import { chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createSupervisor, type Supervisor } from '../../dev/processes/supervisor.ts'
import { ROOT } from '../../dev/stack/paths.ts'
import { ensureTemporalBinary } from '../../dev/temporal/binary.ts'
import type { Server } from './dialects.ts'
import { startSide } from './side.ts'

export interface Side {
  name: 'ours' | 'theirs'
  server: Server
  folder: string
  files: string
}

export interface RunOptions {
  against: string | undefined
  environment?: (files: string) => NodeJS.ProcessEnv
}

const CRASH_MS = 15_000

export async function runOnStacks(
  { against, environment }: RunOptions,
  measure: (sides: Side[], supervisor: Supervisor) => Promise<string>,
): Promise<never> {
  if (!existsSync('/proc/self/stat'))
    throw new Error('CPU and memory are read from /proc, which only Linux has')
  const stopping = Promise.withResolvers<undefined>()
  // A second signal must not end this process before the stacks have stopped.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stopping.resolve(undefined))

  const folder = mkdtempSync(path.join(tmpdir(), 'duewell-bench-'))
  chmodSync(folder, 0o755)
  const supervisor = createSupervisor({ dir: folder, isTemporary: true })
  let report: string | undefined
  try {
    const measuring = startSides().then((sides) => measure(sides, supervisor))
    report = await Promise.race([measuring, supervisor.crash, stopping.promise])
  } catch (error) {
    const reason = await crashBehind(error)
    process.stderr.write(`\n${reason instanceof Error ? reason.message : String(reason)}\n`)
  } finally {
    await supervisor.stop()
  }
  if (report !== undefined) process.stdout.write(`\n${report}`)
  process.exit(report === undefined || report.includes('MISSED') ? 1 : 0)

  async function startSides(): Promise<Side[]> {
    await ensureTemporalBinary(say)
    const sides: Side[] = []
    for (const checkout of against === undefined ? [ROOT] : [ROOT, against]) {
      const name = sides.length === 0 ? 'ours' : 'theirs'
      say(`${name}: starting the stack of ${path.basename(checkout)}`)
      const files = path.join(folder, `${name}-files`)
      mkdirSync(files)
      const copy = path.join(folder, name)
      const variables = environment?.(files) ?? {}
      const server = await startSide({ name, checkout, folder: copy, supervisor, variables })
      sides.push({ name, server, folder: copy, files })
    }
    return sides
  }

  async function crashBehind(failure: unknown): Promise<unknown> {
    if (!(failure instanceof TypeError)) return failure
    const crash = supervisor.crash.catch((reason: unknown) => reason)
    return Promise.race([crash, wait(CRASH_MS, failure, { ref: false })])
  }
}

export function say(text: string): void {
  process.stderr.write(`${text}\n`)
}
