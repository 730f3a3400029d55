import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process that cannot be mistaken for a later one that got the same id. */
export interface ProcessIdentity {
  pid: number
  /** When it began, as the operating system tells it; undefined where neither /proc nor ps could be asked. */
  born: string | undefined
}

/** @returns undefined when there is no such process, or it has ended and only waits to be collected */
export function identify(pid: number): ProcessIdentity | undefined {
  if (!exists(pid)) return undefined
  const stat = readStat(pid)
  if (stat) return stat.state === 'Z' ? undefined : { pid, born: stat.started }
  return { pid, born: ps(pid, 'lstart=') }
}

/** Whether that very process still runs. A process whose birth is not known is never taken for it. */
export function stillRuns({ pid, born }: ProcessIdentity): boolean {
  return born !== undefined && identify(pid)?.born === born
}

/** Sends a signal to a process, or with a negative id to its whole group; one that is gone is no error. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** The program and its arguments, separated by spaces; undefined when it cannot be told. */
export function commandLine(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ps(pid, 'command=')
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** proc(5): the name in parentheses may hold anything, so fields are counted from the last parenthesis. */
function readStat(pid: number): { state: string; started: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state = ''] = fields
    return { state, started: `${bootId()}/${fields[19]}` }
  } catch {
    return undefined
  }
}

/** Start times count from the machine's boot, so they mean nothing after the next one. */
function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
}

function ps(pid: number, column: string): string | undefined {
  try {
    const options = { encoding: 'utf8' as const, stdio: 'pipe' as const }
    return execFileSync('ps', ['-o', column, '-p', String(pid)], options).trim() || undefined
  } catch {
    return undefined
  }
}
