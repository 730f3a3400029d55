import type { SendClaim } from '../../shared/send-claim.ts'
import { RailUnavailableError } from '../../rail.ts'
import { NotSentError } from '../http/client.ts'

export interface Creation<T> {
  /** Looks for what an earlier request created. */
  find: () => Promise<T | undefined>
  /** Creates it. */
  send: () => Promise<T>
  /** Where every process sees when it was last sent; without it only this one knows. */
  sendClaim?: SendClaim | undefined
}

/**
 * Creates a thing once for each key, at an API without idempotency keys. Every call looks first; only what is not
 * there is sent. A look that finds nothing proves nothing while a request may still be on its way: for `inFlightMs`
 * milliseconds from the last one, or from when it was given up, it is looked for, and not sent again.
 */
export function createIdempotent<T>(inFlightMs: number): (key: string, creation: Creation<T>) => Promise<T> {
  const underWay = new Map<string, Promise<T>>()
  const ownSends = createOwnSends(inFlightMs)

  async function create(key: string, { find, send, sendClaim = ownSends(key) }: Creation<T>): Promise<T> {
    const known = await find()
    if (known) return known
    if (!(await sendClaim.acquire(inFlightMs))) {
      throw new RailUnavailableError('an earlier request may still arrive')
    }
    try {
      return await send()
    } catch (error) {
      if (error instanceof NotSentError) await sendClaim.release()
      if (!(error instanceof RailUnavailableError) || error instanceof NotSentError) throw error
      await sendClaim.extend()
      // Most often it did arrive, and the payer need not wait.
      const found = await find()
      if (!found) throw error
      return found
    }
  }

  return (key, creation) => {
    const creating =
      underWay.get(key) ??
      create(key, creation).finally(() => {
        underWay.delete(key)
      })
    underWay.set(key, creating)
    return creating
  }
}

/** For what has no row: a preview's payment, which is worth nothing. */
function createOwnSends(inFlightMs: number): (key: string) => SendClaim {
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
