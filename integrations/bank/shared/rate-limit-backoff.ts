/** When requests may go on after a 429. */
export interface Backoff {
  /** Milliseconds until the next request may go out. */
  waitMs(): number
  /** @param retryAfter the header of the answer: seconds or an HTTP date, RFC 9110, 10.2.3 */
  onRateLimited(retryAfter: string | null): void
  onSuccess(): void
}

const FIRST_WAIT_MS = 500
const LONGEST_MS = 5 * 60_000

/**
 * Heeds Retry-After for all requests of this process; without one the wait doubles with every 429 in a row. TrueLayer
 * and Token.io document the status, but neither numbers nor headers.
 */
export function createBackoff(): Backoff {
  let until = 0
  let inARow = 0
  return {
    waitMs: () => Math.max(0, until - Date.now()),
    onRateLimited(retryAfter) {
      const asked = retryAfter === null ? undefined : millisecondsOf(retryAfter)
      const waitMs = Math.min(asked ?? FIRST_WAIT_MS * 2 ** inARow, LONGEST_MS)
      inARow += 1
      until = Date.now() + waitMs
    },
    onSuccess() {
      inARow = 0
    },
  }
}

function millisecondsOf(retryAfter: string): number | undefined {
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter) * 1_000
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
