import { setTimeout as wait } from 'node:timers/promises'
import { PARTS, type Server } from './dialects.ts'
import { usageOf } from './processes.ts'

const CALM_SECONDS = 3
const CALM_CPU = 0.2
const LIMIT_MS = 600_000

/** Waits until all processes of the stack use little CPU time for some seconds. */
export async function untilCalm({ pids }: Server): Promise<void> {
  const cpuSeconds = () => PARTS.reduce((sum, part) => sum + usageOf(pids[part]).cpuSeconds, 0)
  const deadline = performance.now() + LIMIT_MS
  for (let calm = 0; calm < CALM_SECONDS;) {
    if (performance.now() > deadline)
      throw new Error(`the stack works for ${LIMIT_MS / 1_000} s without a pause`)
    const before = cpuSeconds()
    await wait(1_000)
    calm = cpuSeconds() - before < CALM_CPU ? calm + 1 : 0
  }
}
