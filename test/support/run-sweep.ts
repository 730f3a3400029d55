import { pino } from 'pino'
import { sweep } from '../../recovery/sweep.ts'
import type { World } from './harness.ts'

/**
 * Sweeps, and again as long as something could not be done, as the worker does every two seconds: on a busy machine Temporal
 * may answer too late.
 */
export async function sweepThrough({ deps }: World): Promise<void> {
  for (let failures = 1; failures > 0;) {
    failures = 0
    const log = pino({ level: 'warn' }, { write: () => void (failures += 1) })
    await sweep({ ...deps, log }, 0)
  }
}
