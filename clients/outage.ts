import { setTimeout as wait } from 'node:timers/promises'
import type { Client, ConnectionLike } from '@temporalio/client'

export interface Outage {
  readonly isKnown: boolean
  /** Ends a known outage. */
  noteAnswer(): void
  /**
   * Begins no outage if the server has answered another call since the failure.
   *
   * @param since the instant of the first failure, in milliseconds since 1970
   */
  begin(since: number): void
}

const PING_PAUSE_MS = 500
const PING_WAIT_MS = 2_000

const outages = new WeakMap<ConnectionLike, Outage>()

/** All clients of a connection share the outage. */
export function outageOf(client: Client): Outage {
  const { connection } = client
  const outage = outages.get(connection) ?? createOutage(() => ping(client))
  outages.set(connection, outage)
  return outage
}

/**
 * Pings the server twice a second during an outage.
 *
 * @param reach throws while the server cannot be reached
 * @internal
 */
export function createOutage(reach: () => Promise<unknown>, pauseMs = PING_PAUSE_MS): Outage {
  let isKnown = false
  let lastAnswerAt = 0
  const noteAnswer = () => {
    isKnown = false
    lastAnswerAt = Date.now()
  }
  const outage: Outage = {
    get isKnown() {
      return isKnown
    },
    noteAnswer,
    begin(since) {
      if (isKnown || lastAnswerAt >= since) return
      isKnown = true
      void untilAnswered()
    },
  }
  return outage

  async function untilAnswered(): Promise<void> {
    do {
      await wait(pauseMs, undefined, { ref: false })
      await reach().then(noteAnswer, () => undefined)
    } while (outage.isKnown)
  }
}

async function ping(client: Client): Promise<void> {
  await client.withDeadline(Date.now() + PING_WAIT_MS, () => client.workflowService.getSystemInfo({}))
}
