import { LRUCache } from 'lru-cache'
import type { Rail } from '../../../domain/invoice/index.ts'
import type { RailLog } from '../rail.ts'

const TTL_MS = 5 * 60_000

/**
 * After a failed read the last list stays valid for five more minutes. Without an earlier list the caller
 * gets the error.
 */
export function createStaleOnErrorCache<List extends object>(
  rail: Rail,
  readList: (currency: string) => Promise<List>,
  log?: RailLog,
) {
  const lists = new LRUCache<string, List>({
    max: 100,
    ttl: TTL_MS,
    // The cache measures time by `Date`, because tests change only `Date`.
    perf: Date,
    ttlResolution: 0,
    async fetchMethod(currency, stale) {
      try {
        return await readList(currency)
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'unknown'
        log?.({ rail, currency, reason }, 'rail.banks_unavailable')
        if (!stale) throw error
        return stale
      }
    },
  })
  return {
    get: (currency: string): Promise<List> => lists.forceFetch(currency),
    /** Returns an expired list too. */
    last: (currency: string): List | undefined => lists.peek(currency, { allowStale: true }),
  }
}
