import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import { callWithRetry } from './call-with-retry.ts'

export interface TemporalProbe {
  /** @throws TemporalUnavailableError after about two seconds */
  ping(): Promise<void>
  /** @returns false after half a second without an answer */
  isUp(): Promise<boolean>
}

const PING_WAIT_MS = 2_000
const UP_WAIT_MS = 500

export function createTemporalProbe(client: Client): TemporalProbe {
  async function ping(waitMs: number): Promise<void> {
    const deadline = Date.now() + waitMs
    await callWithRetry(deadline, () =>
      client.withDeadline(deadline, () => client.workflowService.getSystemInfo({})),
    )
  }
  return {
    ping: () => ping(PING_WAIT_MS),
    isUp: () => {
      const answer = ping(UP_WAIT_MS).then(
        () => true,
        () => false,
      )
      // The race ends the wait, because a retry can exceed the deadline.
      return Promise.race([answer, wait(UP_WAIT_MS, false, { ref: false })])
    },
  }
}
