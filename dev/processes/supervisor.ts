import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { startCleanup } from './cleanup-client.ts'
import { lastLines } from './log-tail.ts'
import { ROOT } from '../stack/paths.ts'
import { sendSignal } from './process-identity.ts'
import { createProcessRecord } from './process-record.ts'

export interface ChildSpec {
  name: string
  command: string
  args: string[]
  env?: NodeJS.ProcessEnv
  uid?: number
  gid?: number
  stopSignal?: NodeJS.Signals
  graceMs?: number
}

export interface Child {
  readonly name: string
  readonly pid: number
  readonly logFile: string
  /** Format: `code 1`, `SIGKILL`, or the message of a start error. */
  readonly ended: Promise<string>
}

export class ChildEndedError extends Error {
  override name = 'ChildEndedError'
  readonly child: string
  readonly lines: readonly string[]

  constructor(child: string, how: string, logFile: string) {
    const lines = lastLines(logFile)
    const text = lines.map((line) => `  | ${line}`).join('\n')
    const log = text ? `. The end of its log, ${logFile}:\n${text}` : ', and logged nothing'
    super(`${child} ended (${how})${log}`)
    this.child = child
    this.lines = lines
  }
}

export interface Supervisor {
  start(spec: ChildSpec): Child
  run(spec: ChildSpec): Promise<string>
  until<T>(child: Child, ready: (signal: AbortSignal) => Promise<T>): Promise<T>
  readonly crash: Promise<never>
  stop(): Promise<void>
}

const GRACE_MS = 12_000

export interface SupervisorOptions {
  dir: string
  isTemporary?: boolean
}

export function createSupervisor({ dir, isTemporary = false }: SupervisorOptions): Supervisor {
  const logDir = path.join(dir, 'logs')
  mkdirSync(logDir, { recursive: true })
  const recordFile = path.join(dir, 'processes.json')
  const record = createProcessRecord(recordFile)
  const cleanup = startCleanup(recordFile, isTemporary ? dir : undefined)
  const running: { spec: ChildSpec; child: Child }[] = []
  const crash = Promise.withResolvers<never>()
  crash.promise.catch(() => undefined)
  let stopping: Promise<void> | undefined

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
      const entry = { spec, child }
      running.push(entry)
      record.add(spec.name, child.pid, spec.stopSignal ?? 'SIGTERM')
      void ended.then(() => {
        running.splice(running.indexOf(entry), 1)
        record.remove(child.pid)
        // The group can contain children of the ended process.
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
    await cleanup.close()
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
