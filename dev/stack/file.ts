import { readJson, writeJson } from './json-file.ts'
import { stackPaths } from './paths.ts'
import type { Ports } from './ports.ts'
import { lockHolder } from './lock.ts'

export type PartName = 'supervisor' | 'api' | 'worker' | 'temporal' | 'postgres' | 'sandbox'

/** What `.stack/stack.json` tells about the stack; programs that work with a running stack read it. */
export interface StackFile {
  api: string
  temporal_address: string
  temporal_namespace: string
  /** Absent when Temporal is not ours, as nobody told where its UI is. */
  temporal_ui?: string
  inbox: string
  postmark_url: string
  postmark_token: string
  twilio_url: string
  /** The sandbox bank behind TrueLayer's API, and the one behind Token.io's. */
  bank: string
  tokenio_bank: string
  database_url: string
  api_key: string
  /** Process ids of what runs; empty when the stack does not run. */
  pids: Partial<Record<PartName, number>>
  /** The ports in use; the next start takes the same ones, so that links that were sent keep working. */
  ports: Ports
}

/** @returns undefined when no stack has ever been started here */
export function readStackFile(paths = stackPaths()): StackFile | undefined {
  return readJson<StackFile>(paths.stack)
}

/** It holds a test key and the database's password: for the owner's eyes. */
export function writeStackFile(file: StackFile, paths = stackPaths()): void {
  writeJson(paths.stack, file, 0o600)
}

/** The stack that the file tells of, if it runs now. */
export function runningStack(file = readStackFile(), paths = stackPaths()): StackFile | undefined {
  const holder = lockHolder(paths)
  return holder && file?.pids.supervisor === holder.pid ? file : undefined
}
