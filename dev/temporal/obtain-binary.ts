import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Guard } from '../processes/cleanup-client.ts'
import { ROOT } from '../stack/paths.ts'
import { sendSignal } from '../processes/process-identity.ts'

/** A download that brings nothing for so long is given up. */
const STALLED_MS = 20_000

/**
 * Has Temporal's SDK download the CLI, in a process of its own: only that can be ended when the network swallows
 * packets, and the download is seen to go on by the size of what it has written.
 * @returns the program in `folder`
 */
export async function downloadTemporal(version: string, folder: string, guard: Guard): Promise<string> {
  const script = fileURLToPath(new URL('download-process.ts', import.meta.url))
  const env = { ...process.env, TEMPORAL_VERSION: version, DOWNLOAD_DIR: folder }
  let seen = 0
  let grownAt = Date.now()
  await runBounded(process.execPath, ['--import', 'tsx', script], env, guard, () => {
    const size = bytesIn(folder)
    if (size !== seen) grownAt = Date.now()
    seen = size
    return Date.now() - grownAt > STALLED_MS ? `nothing came for ${STALLED_MS / 1_000} seconds` : undefined
  })
  const program = readdirSync(folder).find((name) => !name.endsWith('.downloading'))
  if (!program) throw new Error('nothing was downloaded')
  return path.join(folder, program)
}

export interface Build {
  go: string
  version: string
  folder: string
  guard: Guard
  environment: NodeJS.ProcessEnv
}

/** Builds the CLI from its sources. @returns the program in `folder` */
export async function buildTemporal({ go, version, folder, guard, environment }: Build): Promise<string> {
  const args = ['install', '-ldflags=-s -w', `github.com/temporalio/cli/cmd/temporal@v${version}`]
  await runBounded(go, args, { ...environment, CGO_ENABLED: '0', GOBIN: folder }, guard)
  return path.join(folder, 'temporal')
}

/** Runs a program to its end, or until `reasonToEnd` gives one. The error carries the last of what it said. */
async function runBounded(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  guard: Guard,
  reasonToEnd: () => string | undefined = () => undefined,
): Promise<void> {
  const child = spawn(command, args, { cwd: ROOT, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const { pid } = child
  if (pid !== undefined) guard.watch(pid, 'SIGTERM')
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)))
  let reason: string | undefined
  const timer = setInterval(() => {
    reason ??= reasonToEnd()
    if (reason && pid !== undefined) sendSignal(-pid, 'SIGKILL')
  }, 500)
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    if (reason) throw new Error(reason)
    if (code !== 0)
      throw new Error(said.trim().split('\n').slice(-3).join(' / ') || `it ended with ${signal ?? code}`)
  } finally {
    clearInterval(timer)
    if (pid !== undefined) guard.forget(pid)
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    const { size = 0 } = statSync(path.join(folder, name), { throwIfNoEntry: false }) ?? {}
    return sum + size
  }, 0)
}
