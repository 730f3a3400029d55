import { setTimeout as wait } from 'node:timers/promises'

const POLL_MS = 50
const LIMIT_MS = 60_000

export async function until(what: string, holds: () => Promise<boolean>, limitMs = LIMIT_MS): Promise<void> {
  const deadline = performance.now() + limitMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${limitMs / 1_000} s`)
    await wait(POLL_MS)
  }
}
