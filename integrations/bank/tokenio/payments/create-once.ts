import type { SendClaim } from '../../shared/send-claim.ts'
import { RailUnavailableError } from '../../rail.ts'
import { NotSentError } from '../http/client.ts'

/**
 * A search must find a sent request within this time. Otherwise a retry sends a duplicate.
 *
 * @see docs/token-io.md
 */
const IN_FLIGHT_MS = 15_000

export interface Creation<T> {
  find: () => Promise<T | undefined>
  send: () => Promise<T>
  /** The default is in memory, so another process can send a duplicate. */
  sendClaim?: SendClaim | undefined
}

/** @throws RailUnavailableError while an earlier request may still arrive */
export function createIdempotent<T>(
  inFlightMs = IN_FLIGHT_MS,
): (key: string, creation: Creation<T>) => Promise<T> {
  const inFlight = new Map<string, Promise<T>>()
  const localClaims = createLocalClaims(inFlightMs)

  async function create(key: string, { find, send, sendClaim = localClaims(key) }: Creation<T>): Promise<T> {
    const earlier = await find()
    if (earlier) return earlier
    if (!(await sendClaim.acquire(inFlightMs))) {
      throw new RailUnavailableError('an earlier request may still arrive')
    }
    try {
      return await send()
    } catch (error) {
      if (error instanceof NotSentError) await sendClaim.release()
      if (!(error instanceof RailUnavailableError) || error instanceof NotSentError) throw error
      await sendClaim.extend()
      const found = await find()
      if (!found) throw error
      return found
    }
  }

  return (key, creation) => {
    const creating =
      inFlight.get(key) ??
      create(key, creation).finally(() => {
        inFlight.delete(key)
      })
    inFlight.set(key, creating)
    return creating
  }
}

function createLocalClaims(inFlightMs: number): (key: string) => SendClaim {
  const sentAt = new Map<string, number>()
  return (key) => ({
    async acquire() {
      const now = Date.now()
      for (const [known, at] of sentAt) if (at + inFlightMs <= now) sentAt.delete(known)
      if (sentAt.has(key)) return false
      sentAt.set(key, now)
      return true
    },
    extend: async () => void sentAt.set(key, Date.now()),
    release: async () => void sentAt.delete(key),
  })
}
