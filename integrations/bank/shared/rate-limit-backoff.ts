/** Pause between requests after a 429. */
export interface Backoff {
  /** Milliseconds until the next request is allowed. */
  waitMs(): number
  /** @param retryAfter the answer's header: seconds or an HTTP date (RFC 9110, 10.2.3) */
  onRateLimited(retryAfter: string | null): void
  onSuccess(): void
}

const FIRST_WAIT_MS = 500
const MAX_WAIT_MS = 5 * 60_000

/**
 * Applies Retry-After to all requests of this process. Without the header the pause doubles with each 429 in a row.
 * TrueLayer and Token.io document the status, but no rates and no headers.
 */
export function createBackoff(): Backoff {
  let until = 0
  let failures = 0
  return {
    waitMs: () => Math.max(0, until - Date.now()),
    onRateLimited(retryAfter) {
      const requested = retryAfter === null ? undefined : toMilliseconds(retryAfter)
      const waitMs = Math.min(requested ?? FIRST_WAIT_MS * 2 ** failures, MAX_WAIT_MS)
      failures += 1
      until = Date.now() + waitMs
    },
    onSuccess() {
      failures = 0
    },
  }
}

function toMilliseconds(retryAfter: string): number | undefined {
  if (/^\d+$/.test(retryAfter.trim())) return Number(retryAfter) * 1_000
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now())
}
