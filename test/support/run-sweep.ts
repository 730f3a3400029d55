import { pino } from 'pino'
import { sweep } from '../../recovery/sweep.ts'
import type { World } from './harness.ts'

const MAX_ROUNDS = 20

/**
 * Sweeps until a round has no failure. Temporal may answer too late on a busy machine, and the worker sweeps again
 * too.
 *
 * @throws Error after 20 rounds with failures, with the last one
 */
export async function sweepThrough({ deps }: World): Promise<void> {
  let lines: string[] = []
  for (let round = 0; round < MAX_ROUNDS; round++) {
    lines = []
    const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) })
    await sweep({ ...deps, log }, 0)
    if (lines.length === 0) return
  }
  throw new Error(`every sweep has failures: ${lines.join('')}`)
}
