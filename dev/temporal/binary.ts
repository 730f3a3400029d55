import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Guard, startGuard } from '../processes/cleanup-client.ts'
import { buildTemporal, downloadTemporal } from './obtain-binary.ts'

/** The newest that `go install` takes: later versions carry a `replace`. */
export const TEMPORAL_VERSION = '1.5.1'
/** Fair task queues came with this server. */
const OLDEST_SERVER = [1, 29] as const

/** There is no Temporal server to be had. The message says what was tried and what to do. */
export class TemporalBinaryError extends Error {
  override name = 'TemporalBinaryError'
}

const run = promisify(execFile)

/**
 * The path of a `temporal` program: the one on PATH, the one in the user's cache, or one that is brought into that
 * cache now, by download or built with Go. Safe to call from two processes at once: each brings its own, and the last
 * takes the place.
 * @param onProgress told what is being done, when it is going to take a while
 * @throws TemporalBinaryError
 */
export async function ensureTemporalBinary(
  onProgress: (text: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const tried: string[] = []
  const installed = findOnPath('temporal', environment)
  const server = installed ? await serverVersion(installed) : undefined
  if (installed && server && isRecent(server)) return installed
  const found = `${installed} has ${server ? `server ${server.join('.')}` : 'no server'}, not ${OLDEST_SERVER.join('.')}`
  tried.push(installed ? found : 'there is no `temporal` on PATH')

  const cache = path.join(cacheFolder(environment), 'duewell', `temporal-${TEMPORAL_VERSION}`)
  const cached = path.join(cache, 'temporal')
  if (existsSync(cached)) return cached
  tried.push(`there is none in ${cache}`)

  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(path.join(cache, 'new-'))
  const guard = startGuard()
  guard.removeAtEnd(folder)
  try {
    const brought = await bring({ folder, guard, onProgress, environment, tried })
    // One rename, so that another process sees the whole program or none.
    renameSync(brought, cached)
    return cached
  } finally {
    await guard.close()
  }
}

interface Errand {
  /** Where to bring it; gone afterwards. */
  folder: string
  /** Ends a download or a build that would outlive us. */
  guard: Guard
  onProgress: (text: string) => void
  environment: NodeJS.ProcessEnv
  tried: string[]
}

async function bring({ folder, guard, onProgress, environment, tried }: Errand): Promise<string> {
  try {
    onProgress(`downloading the Temporal CLI ${TEMPORAL_VERSION}, once`)
    return await downloadTemporal(TEMPORAL_VERSION, folder, guard)
  } catch (error) {
    tried.push(`its download failed: ${messageOf(error)}`)
  }
  const go = findOnPath('go', environment)
  if (!go) tried.push('Go is not installed, so it cannot be built')
  else {
    try {
      onProgress(
        `no download; building the Temporal CLI ${TEMPORAL_VERSION} with Go, once, which takes minutes`,
      )
      return await buildTemporal({ go, version: TEMPORAL_VERSION, folder, guard, environment })
    } catch (error) {
      tried.push(`building it with Go failed: ${messageOf(error)}`)
    }
  }
  throw new TemporalBinaryError(
    [
      'There is no Temporal server to start:',
      ...tried.map((line) => `  - ${line}`),
      'Put the Temporal CLI (https://docs.temporal.io/cli) on PATH, install Go 1.25 or newer,',
      'or set TEMPORAL_ADDRESS to a server that runs already.',
    ].join('\n'),
  )
}

/** The XDG base directory specification; a relative path is to be ignored. */
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

/** The server in it, as major and minor version: `temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)`. */
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
