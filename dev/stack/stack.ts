import { mkdirSync } from 'node:fs'
import { writeJson } from './json-file.ts'
import { stackPaths } from './paths.ts'
import { choosePorts, neededPorts } from './ports.ts'
import { type Progress, showProgress } from './progress.ts'
import { loadSecrets } from './secrets.ts'
import { type StackFile, readStackFile, writeStackFile } from './file.ts'
import { takeLock } from './lock.ts'
import { startParts, type StartedParts } from './parts.ts'
import { endStaleProcesses } from '../processes/stale-processes.ts'
import { createSupervisor } from '../processes/supervisor.ts'

export interface StackOptions {
  /** Where its state lives; `.stack` in the checkout unless said otherwise. */
  dir?: string
  environment?: NodeJS.ProcessEnv
  progress?: Progress
  /** Gives the start up. */
  signal?: AbortSignal
}

export interface RunningStack {
  /** Addresses, keys and process ids, as in `.stack/stack.json`. */
  file: StackFile
  /** Rejects when a part of it ends by itself; the message names it and shows the end of its log. */
  crash: Promise<never>
  /** Starts a part again that was killed. @returns its new process id */
  restart: StartedParts['restart']
  /** Stops every part, the last started first. */
  stop(): Promise<void>
}

/**
 * Brings the whole local stack up: PostgreSQL, Temporal, the stand-ins, the api and the worker.
 * @throws StackRunsError, PortError, TemporalBinaryError or ChildEndedError, with nothing left running
 */
export async function startStack(options: StackOptions = {}): Promise<RunningStack> {
  const { environment = process.env, progress = showProgress() } = options
  const paths = stackPaths(options.dir)
  mkdirSync(paths.dir, { recursive: true })
  const releaseLock = takeLock(paths)
  const supervisor = createSupervisor({
    logDir: paths.logs,
    record: (running) => writeJson(paths.processes, running),
  })
  let file: StackFile | undefined

  async function stop(): Promise<void> {
    await supervisor.stop()
    progress.close()
    if (file) writeStackFile({ ...file, pids: {} }, paths)
    releaseLock()
  }

  try {
    const stale = await endStaleProcesses(paths)
    if (stale.length > 0) progress.say(`Ended what a killed stack had left running: ${stale.join(', ')}`)
    const last = readStackFile(paths)?.ports ?? {}
    const { ports, notices } = await choosePorts({ environment, last, needed: neededPorts(environment) })
    for (const notice of notices) progress.say(notice)
    const input = { environment, ports, secrets: loadSecrets(paths) }
    const started = await orGivenUp(
      Promise.race([startParts({ ...input, supervisor, progress, paths }), supervisor.crash]),
      options.signal,
    )
    const { restart } = started
    file = started.file
    writeStackFile(file, paths)
    progress.close()
    return { file, crash: supervisor.crash, restart, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function orGivenUp<T>(start: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return start
  const givenUp = Promise.withResolvers<never>()
  const giveUp = () => givenUp.reject(signal.reason)
  if (signal.aborted) giveUp()
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([start, givenUp.promise])
  } finally {
    signal.removeEventListener('abort', giveUp)
    start.catch(() => undefined)
  }
}
