import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { TemporalProbe } from './temporal-probe.ts'

export interface TemporalWatch {
  /** Returns false from the first unanswered call until the next answered call. */
  isUp(): boolean
  stop(): Promise<void>
}

const PAUSE_MS = 2_000
const LINE_EVERY_MS = 60_000

/** Logs an outage at the start, once a minute, and at the end. */
export function watchTemporal(
  probe: Pick<TemporalProbe, 'ping'>,
  log: Pick<Logger, 'warn' | 'info'>,
  { pauseMs = PAUSE_MS, lineEveryMs = LINE_EVERY_MS } = {},
): TemporalWatch {
  const stopping = new AbortController()
  let since: number | undefined
  const running = run()
  return {
    isUp: () => since === undefined,
    async stop() {
      stopping.abort()
      await running
    },
  }

  async function run(): Promise<void> {
    let lastLine = 0
    while (!stopping.signal.aborted) {
      try {
        await probe.ping()
        if (since !== undefined) log.info({ outageMs: Date.now() - since }, 'temporal.available')
        since = undefined
      } catch (error) {
        since ??= Date.now()
        if (lastLine < since || Date.now() - lastLine >= lineEveryMs) {
          lastLine = Date.now()
          log.warn({ outageMs: lastLine - since, err: error }, 'temporal.unavailable')
        }
      }
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
}
