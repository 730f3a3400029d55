import { readJson, writeJson } from './json-file.ts'
import { stackPaths } from './paths.ts'
import type { Ports } from './ports.ts'
import { lockHolder } from './lock.ts'

type PartName = 'supervisor' | 'api' | 'worker' | 'temporal' | 'postgres' | 'sandbox'

/** Programs that work with a running stack read `.stack/stack.json`. */
export interface StackFile {
  api: string
  metrics: string
  worker_metrics: string
  temporal_address: string
  temporal_namespace: string
  /** Undefined with the user's own Temporal, because its UI is unknown. */
  temporal_ui?: string
  inbox: string
  postmark_url: string
  postmark_token: string
  twilio_url: string
  bank: string
  tokenio_bank: string
  database_url: string
  api_key: string
  /** An empty object means that the stack does not run. */
  pids: Partial<Record<PartName, number>>
  /** The next start prefers the ports, so that sent links continue to work. */
  ports: Ports
}

export function readStackFile(paths = stackPaths()): StackFile | undefined {
  return readJson<StackFile>(paths.stack)
}

/** Only the owner can read the file, because the content includes secrets. */
export function writeStackFile(file: StackFile, paths = stackPaths()): void {
  writeJson(paths.stack, file, 0o600)
}

/** @returns undefined if the stack of the file does not run now */
export function runningStack(file = readStackFile(), paths = stackPaths()): StackFile | undefined {
  const holder = lockHolder(paths)
  return holder && file?.pids.supervisor === holder.pid ? file : undefined
}
