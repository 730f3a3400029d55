import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'

export interface Outage {
  readonly isKnown: boolean
  readonly isRecovering: boolean
  noteFailure(error: unknown): void
  onStart(listener: () => void): () => void
  stop(): Promise<void>
}

export interface WatchedServer {
  name: 'temporal' | 'database'
  reach: () => Promise<unknown>
  log: Pick<Logger, 'warn' | 'info'>
}

export interface OutageTiming {
  pauseMs: number
  answerMs: number
  graceMs: number
  settleMs: number
  recoveryMs: number
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

  async function untilAnswer(): Promise<void> {
    pending ??= reach().finally(() => (pending = undefined))
    const late = Promise.withResolvers<never>()
    const giveUp = () => late.reject(new Error(`no answer within ${answerMs} ms`))
    stopWaiting = giveUp
    // The extra turn reads an answer that arrived while the event loop was blocked.
    const timer = setTimeout(() => setImmediate(giveUp), answerMs)
    try {
      await Promise.race([pending, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}
