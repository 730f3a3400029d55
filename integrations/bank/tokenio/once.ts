import { RailUnavailableError } from '../rail.ts'
import { NotSentError } from './client.ts'

export interface Creation<T> {
  /** Looks for what an earlier request created. */
  find: () => Promise<T | undefined>
  /** Creates it. */
  send: () => Promise<T>
}

/**
 * Creates a thing once for each key, at an API without idempotency keys. Every call looks first; only what is not
 * there is sent. After a request without an outcome a look that finds nothing proves nothing, as the request may
 * still be on its way: for `quietMs` milliseconds from then it is looked for, and not sent again.
 *
 * Two processes can still send the same at the same moment. At Token.io that leaves a second payment whose page no
 * payer is ever shown, and which expires.
 */
export function createOnce<T>(quietMs: number): (key: string, creation: Creation<T>) => Promise<T> {
  const underWay = new Map<string, Promise<T>>()
  const quietUntil = new Map<string, number>()

  async function create(key: string, { find, send }: Creation<T>): Promise<T> {
    const known = await find()
    if (known) {
      quietUntil.delete(key)
      return known
    }
    if (Date.now() < (quietUntil.get(key) ?? 0)) {
      throw new RailUnavailableError('an earlier request may still arrive')
    }
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof RailUnavailableError) || error instanceof NotSentError) throw error
      forgetOld(quietUntil)
      quietUntil.set(key, Date.now() + quietMs)
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

function forgetOld(quietUntil: Map<string, number>): void {
  const now = Date.now()
  for (const [key, until] of quietUntil) if (until < now) quietUntil.delete(key)
}
