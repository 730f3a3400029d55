import { setTimeout as wait } from 'node:timers/promises'
import { readJson } from '../stack/json-file.ts'
import type { StackPaths } from '../stack/paths.ts'
import { type ProcessIdentity, sendSignal, stillRuns } from './process-identity.ts'

const GRACE_MS = 5_000

/**
 * Ends what a killed stack has left running, should its guardian have been killed too. A process is known by its id
 * and its birth, so a stranger that got the same id is left alone.
 * @returns the names of what was ended
 */
export async function endStaleProcesses(paths: StackPaths): Promise<string[]> {
  const recorded = readJson<RecordedProcess[]>(paths.processes) ?? []
  const stale = recorded.filter(stillRuns)
  await Promise.all(stale.map(end))
  return stale.map(({ name }) => name)
}

/** A process of a stack, as the stack writes it down. */
export interface RecordedProcess extends ProcessIdentity {
  name: string
  stopSignal: NodeJS.Signals
}

async function end(stale: RecordedProcess): Promise<void> {
  sendSignal(stale.pid, stale.stopSignal)
  const deadline = Date.now() + GRACE_MS
  while (stillRuns(stale)) {
    if (Date.now() > deadline) sendSignal(-stale.pid, 'SIGKILL')
    await wait(50)
  }
}
