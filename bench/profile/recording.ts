import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { readJson } from '../../dev/stack/json-file.ts'
import { ROOT } from '../../dev/stack/paths.ts'
import type { Server } from '../lives/dialects.ts'
import { threadsOf, usageOf } from '../lives/processes.ts'
import type { CpuProfile } from './self-time.ts'

export const PROFILED = ['api', 'worker'] as const
export type Profiled = (typeof PROFILED)[number]

export interface Recording {
  scripts: { thread: string; cpuMs: number; profile: CpuProfile }[]
  others: Map<string, number>
}

interface Usages {
  total: number
  threads: Map<string, number>
}

const POLL_MS = 50
const LIMIT_MS = 60_000
const KINDS: [RegExp, string][] = [
  [/^(V8Worker|DelayedTask)/, 'V8: compiler and garbage collector'],
  [/^(tokio|temporal|workflow-)/, "Temporal's core"],
  [/^libuv/, "Node.js's thread pool"],
]
const PROFILER = /^v8:Prof/

export function profilerVariables(folder: string): NodeJS.ProcessEnv {
  const hook = pathToFileURL(path.join(ROOT, 'bench', 'profile', 'hook.ts')).href
  return {
    NODE_OPTIONS: `--disable-warning=ExperimentalWarning --import=${hook}`,
    BENCH_PROFILE_FOLDER: folder,
  }
}

export async function record(
  server: Server,
  folder: string,
  work: () => Promise<unknown>,
): Promise<Record<Profiled, Recording>> {
  await toggle((part) => existsSync(`${mainFile(part)}.unfinished`))
  const before = usages()
  await work()
  const after = usages()
  await toggle((part) => existsSync(mainFile(part)) && unfinished(part).length === 0)
  const recordings = PROFILED.map((part) => [part, recordingOf(part, before[part], after[part])])
  return Object.fromEntries(recordings) as Record<Profiled, Recording>

  function mainFile(part: Profiled): string {
    return path.join(folder, `${part}-main.json`)
  }

  function unfinished(part: Profiled): string[] {
    return readdirSync(folder).filter((name) => name.startsWith(part) && name.endsWith('.unfinished'))
  }

  async function toggle(isDone: (part: Profiled) => boolean): Promise<void> {
    for (const part of PROFILED) process.kill(server.pids[part], 'SIGURG')
    const deadline = performance.now() + LIMIT_MS
    while (!PROFILED.every(isDone)) {
      if (performance.now() > deadline)
        throw new Error('the profiler of the api or the worker does not answer')
      await wait(POLL_MS)
    }
  }

  function usages() {
    return Object.fromEntries(
      PROFILED.map((part) => {
        const pid = server.pids[part]
        return [part, { total: usageOf(pid).cpuSeconds, threads: threadsOf(pid) }]
      }),
    ) as Record<Profiled, Usages>
  }

  function recordingOf(part: Profiled, from: Usages, to: Usages): Recording {
    const scripts = readdirSync(folder)
      .filter((name) => name.startsWith(`${part}-`))
      .flatMap((name) => {
        const read = readJson<{ cpuMs: number; profile: CpuProfile }>(path.join(folder, name))
        const thread = name === path.basename(mainFile(part)) ? 'main' : 'workflows'
        return read ? [{ thread, ...read }] : []
      })
    const others = new Map<string, number>()
    let profiler = 0
    for (const [name, seconds] of to.threads) {
      const spent = (seconds - (from.threads.get(name) ?? 0)) * 1_000
      const kind = KINDS.find(([pattern]) => pattern.test(name))?.[1]
      if (PROFILER.test(name)) profiler += spent
      if (kind !== undefined) others.set(kind, (others.get(kind) ?? 0) + spent)
    }
    const own = (sum(to.threads.values()) - sum(from.threads.values())) * 1_000
    others.set(
      'other threads',
      own - profiler - sum(scripts.map(({ cpuMs }) => cpuMs)) - sum(others.values()),
    )
    others.set('child processes', (to.total - from.total) * 1_000 - own)
    return { scripts, others }
  }
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((total, value) => total + value, 0)
}
