import { setTimeout as wait } from 'node:timers/promises'
import { readJson, writeJson } from '../stack/json-file.ts'
import { identify, type ProcessIdentity, sendSignal, stillRuns } from './process-identity.ts'

export interface ProcessRecord {
  add(name: string, pid: number, stopSignal: NodeJS.Signals): void
  remove(pid: number): void
}

interface RecordedProcess extends ProcessIdentity {
  name: string
  stopSignal: NodeJS.Signals
}

interface RecordFile {
  owner: ProcessIdentity
  running: RecordedProcess[]
}

const GRACE_MS = 5_000
const OWNER_END_MS = 30_000

export function createProcessRecord(file: string): ProcessRecord {
  const owner = identify(process.pid) ?? { pid: process.pid, born: undefined }
  const running = new Map<number, RecordedProcess>()
  const write = () => writeJson(file, { owner, running: [...running.values()] } satisfies RecordFile)
  return {
    add(name, pid, stopSignal) {
      running.set(pid, { ...(identify(pid) ?? { pid, born: undefined }), name, stopSignal })
      write()
    },
    remove(pid) {
      if (running.delete(pid)) write()
    },
  }
}

export async function endRecordedProcesses(file: string): Promise<string[]> {
  const { owner, running = [] } = readJson<Partial<RecordFile>>(file) ?? {}
  if (!owner || stillRuns(owner)) return []
  const orphans = running.filter(stillRuns)
  await Promise.all(orphans.map(end))
  return orphans.map(({ name }) => name)
}

/** The owner's pipes can close before the owner has ended. */
export async function untilOwnerEnded(file: string): Promise<void> {
  const deadline = Date.now() + OWNER_END_MS
  for (;;) {
    const { owner, running = [] } = readJson<Partial<RecordFile>>(file) ?? {}
    if (!owner || running.length === 0 || !stillRuns(owner) || Date.now() > deadline) return
    await wait(50)
  }
}

async function end(orphan: RecordedProcess): Promise<void> {
  sendSignal(orphan.pid, orphan.stopSignal)
  const deadline = Date.now() + GRACE_MS
  while (stillRuns(orphan) && Date.now() < deadline) await wait(50)
  // The group can contain children of the ended process.
  sendSignal(-orphan.pid, 'SIGKILL')
  while (stillRuns(orphan)) await wait(50)
}
