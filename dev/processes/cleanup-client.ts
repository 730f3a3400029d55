import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Cleanup {
  /** Waits until the cleanup process has ended. */
  close(): Promise<void>
}

/**
 * Starts a process that cleans up when this process ends, even after a SIGKILL.
 *
 * @param recordFile lists the processes to end
 * @param folder removed at the end
 */
export function startCleanup(recordFile: string, folder?: string): Cleanup {
  const script = fileURLToPath(new URL('cleanup-process.ts', import.meta.url))
  const flags = ['--disable-warning=ExperimentalWarning']
  // A separate process group does not receive a Ctrl-C in the terminal.
  const child = spawn(process.execPath, [...flags, script, recordFile, ...(folder ? [folder] : [])], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = once(child, 'exit')
  // Avoids a crash of this process if the cleanup process was killed.
  child.stdin.on('error', () => undefined)
  child.on('error', () => undefined)
  child.unref()
  return {
    async close() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      child.ref()
      child.stdin.end()
      await ended
    },
  }
}
