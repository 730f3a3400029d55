import type { LastSend } from '../../shared/send-claim.ts'
import { RailUnavailableError } from '../../rail.ts'
import { NotSentError } from '../http/client.ts'

export interface Creation<T> {
  /** Looks for what an earlier request created. */
  find: () => Promise<T | undefined>
  /** Creates it. */
  send: () => Promise<T>
  /** Where every process sees when it was last sent; without it only this one knows. */
  lastSend?: LastSend | undefined
}

/**
 * Creates a thing once for each key, at an API without idempotency keys. Every call looks first; only what is not
 * there is sent. A look that finds nothing proves nothing while a request may still be on its way: for `quietMs`
 * milliseconds from the last one, or from when it was given up, it is looked for, and not sent again.
 */
export function createOnce<T>(quietMs: number): (key: string, creation: Creation<T>) => Promise<T> {
  const underWay = new Map<string, Promise<T>>()
  const ownSends = createOwnSends(quietMs)

  async function create(key: string, { find, send, lastSend = ownSends(key) }: Creation<T>): Promise<T> {
    const known = await find()
    if (known) return known
    if (!(await lastSend.claim(quietMs))) {
      throw new RailUnavailableError('an earlier request may still arrive')
    }
    try {
      return await send()
    } catch (error) {
      if (error instanceof NotSentError) await lastSend.withdraw()
      if (!(error instanceof RailUnavailableError) || error instanceof NotSentError) throw error
      await lastSend.renew()
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
function createOwnSends(quietMs: number): (key: string) => LastSend {
  const sentAt = new Map<string, number>()
  return (key) => ({
    async claim() {
      const now = Date.now()
      for (const [known, at] of sentAt) if (at + quietMs <= now) sentAt.delete(known)
      if (sentAt.has(key)) return false
      sentAt.set(key, now)
      return true
    },
    renew: async () => void sentAt.set(key, Date.now()),
    withdraw: async () => void sentAt.delete(key),
  })
}
