import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'

/** The outages of one server, as this process sees the server. */
export interface Outage {
  readonly isKnown: boolean
  /** Is true for a while after an outage, because other processes reconnect later. */
  readonly isRecovering: boolean
  /** Starts an outage at once, or continues the known outage. */
  noteFailure(error: unknown): void
  /**
   * Calls a listener at the start of the next outage.
   *
   * @returns a function that removes the listener
   */
  onStart(listener: () => void): () => void
  stop(): Promise<void>
}

export interface WatchedServer {
  /** The first part of the event names in the log, such as `temporal` in `temporal.unavailable`. */
  name: 'temporal' | 'database'
  /** Rejects if the server does not answer. */
  reach: () => Promise<unknown>
  log: Pick<Logger, 'warn' | 'info'>
}

/** All values are milliseconds. */
export interface OutageTiming {
  /** The pause between two calls of `reach`. */
  pauseMs: number
  /** The time after which a call counts as failed. A late answer still ends an outage. */
  answerMs: number
  /** The time for which calls fail before an outage starts. */
  graceMs: number
  /** The time without a noted failure before an outage ends. */
  settleMs: number
  /** The time for which other processes may still reconnect after an outage. */
  recoveryMs: number
  /** The pause between two lines of one outage. */
  lineEveryMs: number
}

export const DEFAULT_TIMING: OutageTiming = {
  pauseMs: 500,
  answerMs: 2_000,
  graceMs: 0,
  settleMs: 0,
  recoveryMs: 0,
  lineEveryMs: 60_000,
}

/** Logs the start and the end of an outage, and one line each `lineEveryMs` between. */
export function watchServer(
  { name, reach, log }: WatchedServer,
  { pauseMs, answerMs, graceMs, settleMs, recoveryMs, lineEveryMs }: OutageTiming,
): Outage {
  const stopping = new AbortController()
  const listeners = new Set<() => void>()
  let startedAt: number | undefined
  let endedAt = Number.NEGATIVE_INFINITY
  let lastLineAt = 0
  let lastFailureAt = 0
  let pending: Promise<unknown> | undefined
  let stopWaiting = () => {}

  const running = run()
  return {
    get isKnown() {
      return startedAt !== undefined
    },
    get isRecovering() {
      return Date.now() - endedAt < recoveryMs
    },
    noteFailure: (error) => noteFailure(error, Date.now()),
    onStart(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      stopping.abort()
      stopWaiting()
      await running
    },
  }

  async function run(): Promise<void> {
    let failingSince: number | undefined
    while (!stopping.signal.aborted) {
      const askedAt = Date.now()
      try {
        await untilAnswer()
        failingSince = undefined
        if (startedAt !== undefined && Date.now() - lastFailureAt >= settleMs) {
          endedAt = Date.now()
          log.info({ outageMs: endedAt - startedAt }, `${name}.available`)
          startedAt = undefined
        }
      } catch (error) {
        failingSince ??= askedAt
        const isOver = Date.now() - failingSince >= graceMs
        if (isOver && !stopping.signal.aborted) noteFailure(error, failingSince)
      }
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  function noteFailure(error: unknown, since: number): void {
    lastFailureAt = Date.now()
    const isStart = startedAt === undefined
    startedAt ??= since
    if (isStart || lastFailureAt - lastLineAt >= lineEveryMs) {
      lastLineAt = lastFailureAt
      log.warn({ outageMs: lastFailureAt - startedAt, err: error }, `${name}.unavailable`)
    }
    if (!isStart) return
    for (const listener of listeners) listener()
    listeners.clear()
  }

  /** Waits for an answer, but starts no second call before the end of the first. */
  async function untilAnswer(): Promise<void> {
    pending ??= reach().finally(() => (pending = undefined))
    const late = Promise.withResolvers<never>()
    const giveUp = () => late.reject(new Error(`no answer within ${answerMs} ms`))
    stopWaiting = giveUp
    // After a blocked event loop, one more turn reads an answer that has arrived.
    const timer = setTimeout(() => setImmediate(giveUp), answerMs)
    try {
      await Promise.race([pending, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}
