import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { startGuard } from './cleanup-client.ts'
import { lastLines } from './log-tail.ts'
import { ROOT } from '../stack/paths.ts'
import { identify, sendSignal } from './process-identity.ts'
import type { RecordedProcess } from './stale-processes.ts'

/** How to run one of the stack's processes. */
export interface ChildSpec {
  name: string
  command: string
  args: string[]
  env?: NodeJS.ProcessEnv
  /** The user to run as; PostgreSQL refuses to be root. */
  uid?: number
  gid?: number
  /** What asks it to stop; SIGTERM unless said otherwise. */
  stopSignal?: NodeJS.Signals
  /** How long it may take to stop before it is killed, in milliseconds. */
  graceMs?: number
}

export interface Child {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  /** Settles when it has ended, with how it ended: `code 1`, `SIGKILL`. */
  readonly ended: Promise<string>
}

/** A process of the stack ended by itself. The message names it and shows the end of its log. */
export class ChildEndedError extends Error {
  override name = 'ChildEndedError'
  readonly child: string

  constructor(child: string, how: string, logFile: string) {
    const lines = lastLines(logFile).map((line) => `  | ${line}`)
    const log =
      lines.length > 0 ? `. The end of its log, ${logFile}:\n${lines.join('\n')}` : ', and logged nothing'
    super(`${child} ended (${how})${log}`)
    this.child = child
  }
}

export interface Supervisor {
  /** Starts a process that is to stay. */
  start(spec: ChildSpec): Child
  /**
   * Runs a process to its end.
   * @returns what it printed on standard output
   * @throws ChildEndedError when it does not end with code 0
   */
  run(spec: ChildSpec): Promise<string>
  /**
   * Waits for `ready`, or for the child's end, whichever comes first. Its signal tells it to give up.
   * @throws ChildEndedError
   */
  until<T>(child: Child, ready: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** Rejects as soon as any process that is to stay has ended without being asked. */
  readonly crash: Promise<never>
  /** Stops everything, the last started first, and starts nothing any more. */
  stop(): Promise<void>
}

const GRACE_MS = 12_000

export interface SupervisorOptions {
  /** Each process logs to a file of its name in here. */
  logDir: string
  /** A folder that is to be gone once everything has stopped. */
  removeAtEnd?: string
  /** Told of all that runs, whenever that changes. */
  record?: (running: RecordedProcess[]) => void
}

/** Starts processes in groups of their own, writes their logs, and sees to it that none is left behind. */
export function createSupervisor({ logDir, removeAtEnd, record }: SupervisorOptions): Supervisor {
  mkdirSync(logDir, { recursive: true })
  const guard = startGuard()
  if (removeAtEnd !== undefined) guard.removeAtEnd(removeAtEnd)
  const running: { spec: ChildSpec; child: Child; recorded: RecordedProcess }[] = []
  const crash = Promise.withResolvers<never>()
  crash.promise.catch(() => undefined)
  let stopping: Promise<void> | undefined

  const tellRecorder = () => record?.(running.map(({ recorded }) => recorded))

  function launch(spec: ChildSpec, output: 'log' | 'pipe'): { child: Child; handle: ChildProcess } {
    if (stopping) throw new Error(`${spec.name} is not started: the stack is stopping`)
    const logFile = path.join(logDir, `${spec.name}.log`)
    const log = openSync(logFile, 'w')
    const handle = spawn(spec.command, spec.args, {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', output === 'log' ? log : 'pipe', log],
      ...(spec.env ? { env: spec.env } : {}),
      ...(spec.uid === undefined ? {} : { uid: spec.uid }),
      ...(spec.gid === undefined ? {} : { gid: spec.gid }),
    })
    closeSync(log)
    const ended = new Promise<string>((resolve) => {
      handle.once('error', (error) => resolve(error.message))
      handle.once('close', (code, signal) => resolve(signal ?? `code ${code}`))
    })
    const child = { name: spec.name, pid: handle.pid ?? 0, logFile, ended }
    if (child.pid > 0) {
      const stopSignal = spec.stopSignal ?? 'SIGTERM'
      const identity = identify(child.pid) ?? { pid: child.pid, born: undefined }
      const entry = { spec, child, recorded: { name: spec.name, ...identity, stopSignal } }
      running.push(entry)
      tellRecorder()
      guard.watch(child.pid, stopSignal)
      void ended.then(() => {
        running.splice(running.indexOf(entry), 1)
        tellRecorder()
        guard.forget(child.pid)
        // Whatever it started itself goes with it.
        sendSignal(-child.pid, 'SIGKILL')
      })
    }
    return { child, handle }
  }

  async function stopAll(): Promise<void> {
    for (const { spec, child } of running.toReversed()) {
      sendSignal(child.pid, spec.stopSignal ?? 'SIGTERM')
      const killer = setTimeout(() => sendSignal(-child.pid, 'SIGKILL'), spec.graceMs ?? GRACE_MS)
      await child.ended
      clearTimeout(killer)
    }
    await guard.close()
  }

  return {
    start(spec) {
      const { child } = launch(spec, 'log')
      void child.ended.then((how) => {
        if (!stopping) crash.reject(new ChildEndedError(child.name, how, child.logFile))
      })
      return child
    },
    async run(spec) {
      const { child, handle } = launch(spec, 'pipe')
      let output = ''
      handle.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text))
      const how = await child.ended
      if (how !== 'code 0') throw new ChildEndedError(child.name, how, child.logFile)
      return output
    },
    async until(child, ready) {
      const abort = new AbortController()
      const end = child.ended.then((how) => {
        throw new ChildEndedError(child.name, how, child.logFile)
      })
      try {
        return await Promise.race([ready(abort.signal), end])
      } finally {
        abort.abort()
        end.catch(() => undefined)
      }
    },
    crash: crash.promise,
    stop: () => (stopping ??= stopAll()),
  }
}
