import { setTimeout as wait } from 'node:timers/promises'

export interface Backoff {
  waitForTurn(): Promise<boolean>
  onAnswer(answer: { status: number; headers: Headers }): void
}

const MAX_PAUSE_MS = 2_000
const FIRST_WAIT_MS = 500
const MAX_WAIT_MS = 5 * 60_000

export function createBackoff(): Backoff {
  let until = 0
  let failures = 0
  return {
    async waitForTurn() {
      const waitMs = Math.max(0, until - Date.now())
      if (waitMs > MAX_PAUSE_MS) return false
      if (waitMs > 0) await wait(waitMs)
      return true
    },
    onAnswer({ status, headers }) {
      if (status !== 429) {
        failures = 0
        return
      }
      const retryAfter = headers.get('retry-after')
      const requested = retryAfter === null ? undefined : toMilliseconds(retryAfter)
      const waitMs = Math.min(requested ?? FIRST_WAIT_MS * 2 ** failures, MAX_WAIT_MS)
      failures += 1
      until = Date.now() + waitMs
    },
  }
}

/**
 * Retry-After has seconds or an HTTP date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
function toMilliseconds(retryAfter: string): number | undefined {
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter) * 1_000
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
