import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A later process can have the same `pid` and another `born`. */
export interface ProcessIdentity {
  pid: number
  born: string | undefined
}

export function identify(pid: number): ProcessIdentity | undefined {
  if (!exists(pid)) return undefined
  const stat = readStat(pid)
  if (stat) return stat.state === 'Z' ? undefined : { pid, born: stat.started }
  return { pid, born: ps(pid, 'lstart=') }
}

export function stillRuns({ pid, born }: ProcessIdentity): boolean {
  return born !== undefined && identify(pid)?.born === born
}

export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

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

/**
 * The program's name can contain parentheses, so the next fields follow the last parenthesis.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
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

/** Start times in /proc count from the boot, so an identity includes the boot. */
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
