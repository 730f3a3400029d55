import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { type ProcessIdentity, sendSignal, stillRuns } from './process-identity.ts'

// Outlives a supervisor that was killed, and clears up after it. It learns from its standard input what there is to
// clear; when that ends without a word, nobody is left who would do it. Started by guard.ts, in a group of its own,
// so that a Ctrl-C for the supervisor does not reach it.

/** What a supervisor tells its guardian, one JSON text a line. */
export type GuardianMessage =
  | { watch: ProcessIdentity & { stopSignal: NodeJS.Signals } }
  | { forget: number }
  | { removeAtEnd: string }

const GRACE_MS = 5_000
const watched = new Map<number, ProcessIdentity & { stopSignal: NodeJS.Signals }>()
const folders: string[] = []

let rest = ''
for await (const chunk of process.stdin.setEncoding('utf8')) {
  const lines = (rest + String(chunk)).split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) take(JSON.parse(line) as GuardianMessage)
}
await Promise.all([...watched.values()].map(end))
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })

function take(message: GuardianMessage): void {
  if ('watch' in message) watched.set(message.watch.pid, message.watch)
  else if ('forget' in message) watched.delete(message.forget)
  else folders.push(message.removeAtEnd)
}

async function end(target: ProcessIdentity & { stopSignal: NodeJS.Signals }): Promise<void> {
  if (!stillRuns(target)) return
  sendSignal(target.pid, target.stopSignal)
  const deadline = Date.now() + GRACE_MS
  while (stillRuns(target) && Date.now() < deadline) await wait(50)
  sendSignal(-target.pid, 'SIGKILL')
}
