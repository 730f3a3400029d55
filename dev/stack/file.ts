import { readJson, writeJson } from './json-file.ts'
import { stackPaths } from './paths.ts'
import type { Ports } from './ports.ts'
import { lockHolder } from './lock.ts'

type PartName = 'supervisor' | 'api' | 'worker' | 'temporal' | 'postgres' | 'sandbox'

export interface StackFile {
  api: string
  dashboard: string
  metrics: string
  worker_metrics: string
  temporal_address: string
  temporal_namespace: string
  temporal_ui?: string
  inbox: string
  postmark_url: string
  postmark_token: string
  twilio_url: string
  bank: string
  tokenio_bank: string
  database_url: string
  api_key: string
  live_api_key: string
  login: { email: string; password: string }
  pids: Partial<Record<PartName, number>>
  ports: Ports
}

export function readStackFile(paths = stackPaths()): StackFile | undefined {
  return readJson<StackFile>(paths.stack)
}

/** Other users must not read the file, because the file contains secrets. */
export function writeStackFile(file: StackFile, paths = stackPaths()): void {
  writeJson(paths.stack, file, 0o600)
}

export function runningStack(file = readStackFile(), paths = stackPaths()): StackFile | undefined {
  const holder = lockHolder(paths)
  return holder && file?.pids.supervisor === holder.pid ? file : undefined
}
