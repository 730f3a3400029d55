import { linkSync, rmSync } from 'node:fs'
import { readJson, writeJson } from './json-file.ts'
import type { StackPaths } from './paths.ts'
import { identify, type ProcessIdentity, stillRuns } from '../processes/process-identity.ts'

export class StackRunsError extends Error {
  override name = 'StackRunsError'
}

export function lockHolder(paths: StackPaths): ProcessIdentity | undefined {
  const holder = readJson<ProcessIdentity>(paths.lock)
  return holder && stillRuns(holder) ? holder : undefined
}

export function takeLock(paths: StackPaths): () => void {
  const holder = lockHolder(paths)
  if (holder) throw new StackRunsError(`A stack runs here already, as process ${holder.pid}`)
  rmSync(paths.lock, { force: true })
  const own = `${paths.lock}.${process.pid}`
  writeJson(own, identify(process.pid))
  try {
    // A link fails if the lock exists: https://man7.org/linux/man-pages/man2/link.2.html
    linkSync(own, paths.lock)
  } catch (error) {
    throw new StackRunsError('Another stack is starting here right now', { cause: error })
  } finally {
    rmSync(own)
  }
  return () => rmSync(paths.lock, { force: true })
}
