import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { startCleanup } from '../processes/cleanup-client.ts'
import { createProcessRecord } from '../processes/process-record.ts'
import { type Attempt, buildTemporal, downloadTemporal } from './obtain-binary.ts'

/**
 * `go install` refuses a version whose go.mod has a `replace`.
 *
 * @see https://go.dev/ref/mod#go-install
 */
const TEMPORAL_VERSION = '1.5.1'
const OLDEST_SERVER = [1, 29] as const

class TemporalBinaryError extends Error {
  override name = 'TemporalBinaryError'
}

const run = promisify(execFile)

export async function ensureTemporalBinary(
  onProgress: (text: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const failures: string[] = []
  const installed = findOnPath('temporal', environment)
  const server = installed ? await serverVersion(installed) : undefined
  if (installed && server && isRecent(server)) return installed
  const found = `${installed} has ${server ? `server ${server.join('.')}` : 'no server'}, not ${OLDEST_SERVER.join('.')}`
  failures.push(installed ? found : 'there is no `temporal` on PATH')

  const cache = path.join(cacheFolder(environment), 'duewell', `temporal-${TEMPORAL_VERSION}`)
  const cached = path.join(cache, 'temporal')
  if (existsSync(cached)) return cached
  failures.push(`there is none in ${cache}`)

  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(path.join(cache, 'new-'))
  const recordFile = path.join(folder, 'processes.json')
  const cleanup = startCleanup(recordFile, folder)
  try {
    const record = createProcessRecord(recordFile)
    const attempt = { version: TEMPORAL_VERSION, folder, record, environment }
    const obtained = await obtain(attempt, onProgress, failures)
    // Another process must not find a partial program, so a rename is the last step.
    renameSync(obtained, cached)
    return cached
  } finally {
    await cleanup.close()
  }
}

async function obtain(
  attempt: Attempt,
  onProgress: (text: string) => void,
  failures: string[],
): Promise<string> {
  try {
    onProgress(`downloading the Temporal CLI ${TEMPORAL_VERSION}, once`)
    return await downloadTemporal(attempt)
  } catch (error) {
    failures.push(`its download failed: ${messageOf(error)}`)
  }
  const go = findOnPath('go', attempt.environment)
  if (!go) failures.push('Go is not installed, so it cannot be built')
  else {
    try {
      onProgress(
        `no download; building the Temporal CLI ${TEMPORAL_VERSION} with Go, once, which takes minutes`,
      )
      return await buildTemporal(go, attempt)
    } catch (error) {
      failures.push(`building it with Go failed: ${messageOf(error)}`)
    }
  }
  throw new TemporalBinaryError(
    [
      'There is no Temporal server to start:',
      ...failures.map((line) => `  - ${line}`),
      'Put the Temporal CLI (https://docs.temporal.io/cli) on PATH, install Go 1.25 or newer,',
      'or set TEMPORAL_ADDRESS to a running server.',
    ].join('\n'),
  )
}

/**
 * Ignores a relative `XDG_CACHE_HOME`.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
function cacheFolder({ XDG_CACHE_HOME }: NodeJS.ProcessEnv): string {
  return XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : path.join(homedir(), '.cache')
}

function findOnPath(name: string, { PATH = '' }: NodeJS.ProcessEnv): string | undefined {
  return PATH.split(path.delimiter)
    .filter(Boolean)
    .map((folder) => path.join(folder, name))
    .find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function serverVersion(program: string): Promise<readonly [number, number] | undefined> {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: 10_000 })
    const [, major, minor] = /Server (\d+)\.(\d+)/.exec(stdout) ?? []
    return major && minor ? [Number(major), Number(minor)] : undefined
  } catch {
    return undefined
  }
}

function isRecent([major, minor]: readonly [number, number]): boolean {
  return major > OLDEST_SERVER[0] || (major === OLDEST_SERVER[0] && minor >= OLDEST_SERVER[1])
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
