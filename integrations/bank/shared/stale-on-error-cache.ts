import { LRUCache } from 'lru-cache'
import type { Rail } from '../../../domain/invoice/index.ts'
import type { RailLog } from '../rail.ts'

const TTL_MS = 5 * 60_000

export function createStaleOnErrorCache<List extends object>(
  rail: Rail,
  readList: (currency: string) => Promise<List>,
  log?: RailLog,
) {
  const lists = new LRUCache<string, List>({
    max: 100,
    ttl: TTL_MS,
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
    last: (currency: string): List | undefined => lists.peek(currency, { allowStale: true }),
  }
}
