import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** @returns undefined if the file is missing or holds no JSON */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}

/** Replaces the file in one step. A reader gets the old or the new content, never a part. */
export function writeJson(file: string, value: unknown, mode = 0o644): void {
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode })
  renameSync(unfinished, file)
}
