import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** @returns undefined when there is no such file, or it holds no JSON */
export function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}

/** Writes the file in one step: a reader sees the old or the new one, never half of it. */
export function writeJson(file: string, value: unknown, mode = 0o644): void {
  const unfinished = `${file}.${process.pid}`
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode })
  renameSync(unfinished, file)
}
