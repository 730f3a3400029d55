import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { readJson } from '../../dev/stack/json-file.ts'
import { drawPorts } from '../../dev/stack/ports.ts'
import type { Supervisor } from '../../dev/processes/supervisor.ts'
import { at, type Dialect, DIALECTS, fits, PARTS, type Part, readServer, type Server } from './dialects.ts'
import type { Batch } from './figures.ts'
import { inParallel } from './in-parallel.ts'
import { playLife } from './life.ts'
import { usageOf } from './processes.ts'
import { callApi } from './steps.ts'

export interface SideOptions {
  name: string
  checkout: string
  folder: string
  supervisor: Supervisor
  variables?: NodeJS.ProcessEnv
}

const NOT_COPIED = new Set(['node_modules', '.git', '.stack', 'dist', 'coverage'])
const NOT_PASSED_ON = ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'PUBLIC_URL', 'HOST', 'PORT']
const GRACE_MS = 60_000
const PROBE_MS = 60_000
const POLL_MS = 200
const SETTLE_MS = 1_500

export async function startSide(options: SideOptions): Promise<Server> {
  const { name, checkout, folder, supervisor, variables = {} } = options
  const packages = path.join(checkout, 'node_modules')
  if (!existsSync(packages)) throw new Error(`${checkout} has no node_modules: run "npm ci" there`)
  mkdirSync(folder)
  cpSync(checkout, folder, {
    recursive: true,
    filter: (file) => !NOT_COPIED.has(path.relative(checkout, file)),
  })
  symlinkSync(packages, path.join(folder, 'node_modules'))

  const ports = await drawPorts()
  const passedOn = Object.entries(process.env).filter(([variable]) => !NOT_PASSED_ON.includes(variable))
  const child = supervisor.start({
    name,
    command: nodeOf(checkout),
    args: ['--import', 'tsx', path.join(folder, 'dev', 'start.ts')],
    env: { ...Object.fromEntries(passedOn), ...ports, LOG_LEVEL: 'warn', ...variables },
    graceMs: GRACE_MS,
  })
  const stackFile = path.join(folder, '.stack', 'stack.json')
  return supervisor.until(child, async (signal) => {
    while (!existsSync(stackFile)) await wait(POLL_MS, undefined, { signal })
    return recognise(readJson(stackFile))
  })
}

export function nodeOf(checkout: string): string {
  const own = path.join(checkout, 'node_modules', 'node', 'bin', 'node')
  return existsSync(own) ? own : process.execPath
}

async function recognise(stack: unknown): Promise<Server> {
  const deadline = performance.now() + PROBE_MS
  while (performance.now() < deadline) {
    for (const dialect of DIALECTS) {
      const server = readServer(stack, dialect)
      const invoice = server && (await firstInvoice(server, dialect))
      if (invoice !== undefined && fits(dialect, invoice)) return server as Server
    }
    await wait(POLL_MS)
  }
  throw new Error('No row of bench/lives/dialects.ts has the names of this stack')
}

async function firstInvoice(server: Server, { list }: Dialect): Promise<unknown> {
  const listed = await callApi(server, list.path).catch(() => undefined)
  return at(listed, `${list.items}.0`)
}

export async function runBatch(
  server: Server,
  { lives, atOnce }: { lives: number; atOnce: number },
): Promise<Batch> {
  const before = usages(server)
  const begun = performance.now()
  const played = await inParallel({ count: lives, atOnce }, () => playLife(server))
  const seconds = (performance.now() - begun) / 1_000
  await wait(SETTLE_MS)
  const after = usages(server)
  return {
    seconds,
    lives: played,
    cpuSeconds: byPart((part) => after[part].cpuSeconds - before[part].cpuSeconds),
    memoryBytes: byPart((part) => after[part].memoryBytes),
  }
}

function usages({ pids }: Server) {
  return byPart((part) => usageOf(pids[part]))
}

function byPart<T>(valueOf: (part: Part) => T): Record<Part, T> {
  return Object.fromEntries(PARTS.map((part) => [part, valueOf(part)])) as Record<Part, T>
}
