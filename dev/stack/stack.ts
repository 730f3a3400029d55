import { mkdirSync } from 'node:fs'
import { stackPaths } from './paths.ts'
import { choosePorts, neededPorts } from './ports.ts'
import { type Progress, showProgress } from './progress.ts'
import { loadSecrets } from './secrets.ts'
import { type StackFile, readStackFile, writeStackFile } from './file.ts'
import { takeLock } from './lock.ts'
import { startParts, type StartedParts } from './parts.ts'
import { endRecordedProcesses } from '../processes/process-record.ts'
import { createSupervisor } from '../processes/supervisor.ts'

export interface StackOptions {
  dir?: string
  isTemporary?: boolean
  /** The folder has the compiled servers and the workflow bundle already. */
  isBuilt?: boolean
  environment?: NodeJS.ProcessEnv
  progress?: Progress
  signal?: AbortSignal
}

export interface RunningStack {
  file: StackFile
  crash: Promise<never>
  restart: StartedParts['restart']
  stop(): Promise<void>
}

export async function startStack(options: StackOptions = {}): Promise<RunningStack> {
  const { environment = process.env, progress = showProgress(), isTemporary = false } = options
  const { isBuilt = false } = options
  const paths = stackPaths(options.dir)
  mkdirSync(paths.dir, { recursive: true })
  const releaseLock = takeLock(paths)
  const orphans = await endRecordedProcesses(paths.processes)
  if (orphans.length > 0) progress.say(`Ended processes of a stack that was killed: ${orphans.join(', ')}`)
  const supervisor = createSupervisor({ dir: paths.dir, isTemporary })
  let file: StackFile | undefined

  async function stop(): Promise<void> {
    await supervisor.stop()
    progress.close()
    if (file && !isTemporary) writeStackFile({ ...file, pids: {} }, paths)
    releaseLock()
  }

  try {
    const last = readStackFile(paths)?.ports ?? {}
    const { ports, notices } = await choosePorts({ environment, last, needed: neededPorts(environment) })
    for (const notice of notices) progress.say(notice)
    const input = { environment, ports, secrets: loadSecrets(paths) }
    const started = await untilAborted(
      Promise.race([startParts({ ...input, supervisor, progress, paths, isBuilt }), supervisor.crash]),
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

async function untilAborted<T>(start: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return start
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([start, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
    start.catch(() => undefined)
  }
}
