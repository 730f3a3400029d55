import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface Cleanup {
  close(): Promise<void>
}

export function startCleanup(recordFile: string, folder?: string): Cleanup {
  const script = fileURLToPath(new URL('cleanup-process.ts', import.meta.url))
  const flags = ['--disable-warning=ExperimentalWarning']
  // A Ctrl-C in the terminal must not end the cleanup process.
  const child = spawn(process.execPath, [...flags, script, recordFile, ...(folder ? [folder] : [])], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = once(child, 'exit')
  // A killed cleanup process must not crash this process.
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
