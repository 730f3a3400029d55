import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sendSignal } from '../processes/process-identity.ts'
import type { ProcessRecord } from '../processes/process-record.ts'
import { ROOT } from '../stack/paths.ts'

const STALLED_MS = 20_000
const CHECK_MS = 500

export interface Attempt {
  version: string
  folder: string
  record: ProcessRecord
  environment: NodeJS.ProcessEnv
}

export async function downloadTemporal({ version, folder, record, environment }: Attempt): Promise<string> {
  const script = fileURLToPath(new URL('download-process.ts', import.meta.url))
  const target = path.join(folder, 'download')
  mkdirSync(target)
  const env = { ...environment, TEMPORAL_VERSION: version, DOWNLOAD_DIR: target }
  let size = 0
  let grownAt = Date.now()
  await runBounded(process.execPath, ['--import', 'tsx', script], env, record, () => {
    const now = bytesIn(target)
    if (now !== size) grownAt = Date.now()
    size = now
    const isStalled = Date.now() - grownAt > STALLED_MS
    return isStalled ? `no data arrived for ${STALLED_MS / 1_000} seconds` : undefined
  })
  const program = readdirSync(target).find((name) => !name.endsWith('.downloading'))
  if (!program) throw new Error('the download left no program')
  return path.join(target, program)
}

export async function buildTemporal(
  go: string,
  { version, folder, record, environment }: Attempt,
): Promise<string> {
  const args = ['install', '-ldflags=-s -w', `github.com/temporalio/cli/cmd/temporal@v${version}`]
  await runBounded(go, args, { ...environment, CGO_ENABLED: '0', GOBIN: folder }, record)
  return path.join(folder, 'temporal')
}

async function runBounded(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  record: ProcessRecord,
  reasonToEnd: () => string | undefined = () => undefined,
): Promise<void> {
  const child = spawn(command, args, { cwd: ROOT, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const { pid } = child
  if (pid !== undefined) record.add(path.basename(command), pid, 'SIGTERM')
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-4_000)))
  let reason: string | undefined
  const timer = setInterval(() => {
    reason ??= reasonToEnd()
    if (reason && pid !== undefined) sendSignal(-pid, 'SIGKILL')
  }, CHECK_MS)
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    if (reason) throw new Error(reason)
    if (code !== 0)
      throw new Error(errors.trim().split('\n').slice(-3).join(' / ') || `it ended with ${signal ?? code}`)
  } finally {
    clearInterval(timer)
    if (pid !== undefined) record.remove(pid)
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => {
    const { size = 0 } = statSync(path.join(folder, name), { throwIfNoEntry: false }) ?? {}
    return sum + size
  }, 0)
}
