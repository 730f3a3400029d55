import { setTimeout as wait } from 'node:timers/promises'
import type { Client, ConnectionLike } from '@temporalio/client'

export interface Outage {
  readonly isKnown: boolean
  /** Ends a known outage after an answer of the server. */
  noteAnswer(): void
  /**
   * Begins an outage, unless the server has answered another call meanwhile. The next answer ends the outage.
   *
   * @param since the instant of the first failure, in milliseconds since 1970
   */
  begin(since: number): void
}

const PING_PAUSE_MS = 500
const PING_WAIT_MS = 2_000

const outages = new WeakMap<ConnectionLike, Outage>()

/** Returns the outage of the client's connection. All clients of a connection share the outage. */
export function outageOf(client: Client): Outage {
  const { connection } = client
  const outage = outages.get(connection) ?? createOutage(() => ping(client))
  outages.set(connection, outage)
  return outage
}

/**
 * Creates an outage that has not begun. During an outage the server is pinged twice a second.
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
