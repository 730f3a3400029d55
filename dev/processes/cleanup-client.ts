import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { GuardianMessage } from './cleanup-process.ts'
import { identify } from './process-identity.ts'

export interface Guard {
  /** From now on this process group does not outlive this process, however it ends. */
  watch(pid: number, stopSignal: NodeJS.Signals): void
  forget(pid: number): void
  /** Removes a folder once this process is gone. */
  removeAtEnd(folder: string): void
  /** Ends the guardian, which does then what is left to do. */
  close(): Promise<void>
}

/** Starts the process that clears up should this one be killed without a chance to do it itself. */
export function startGuard(): Guard {
  const file = fileURLToPath(new URL('cleanup-process.ts', import.meta.url))
  const guardian = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = once(guardian, 'exit')
  // A guardian that somebody killed is no reason to fail: it is a second line of defence.
  guardian.stdin.on('error', () => undefined)
  guardian.on('error', () => undefined)
  guardian.unref()
  const tell = (message: GuardianMessage) => guardian.stdin.write(`${JSON.stringify(message)}\n`)
  return {
    watch(pid, stopSignal) {
      const identity = identify(pid)
      if (identity) tell({ watch: { ...identity, stopSignal } })
    },
    forget: (pid) => void tell({ forget: pid }),
    removeAtEnd: (folder) => void tell({ removeAtEnd: folder }),
    async close() {
      if (guardian.exitCode !== null || guardian.signalCode !== null || guardian.pid === undefined) return
      guardian.ref()
      guardian.stdin.end()
      await ended
    },
  }
}
