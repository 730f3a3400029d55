import type { RailLog } from '../rail.ts'

const KEPT_MS = 5 * 60_000

/**
 * A rail's list per currency, read at most every five minutes, and once for all who ask meanwhile. If it cannot be read,
 * the last one goes on: a list of an hour ago is better than none.
 *
 * @param readList @throws whatever a caller gets who asks before a list was ever read
 */
export function createStaleOnErrorCache<List>(readList: (currency: string) => Promise<List>, log?: RailLog) {
  const lists = new Map<string, { list: List; until: number }>()
  const underWay = new Map<string, Promise<List>>()

  async function readAnew(currency: string): Promise<List> {
    try {
      const list = await readList(currency)
      lists.set(currency, { list, until: Date.now() + KEPT_MS })
      return list
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown'
      log?.({ currency, reason }, 'a rail does not list its banks: payers see those of the last list, if any')
      const last = lists.get(currency)
      if (!last) throw error
      last.until = Date.now() + KEPT_MS
      return last.list
    } finally {
      underWay.delete(currency)
    }
  }

  return {
    async get(currency: string): Promise<List> {
      const known = lists.get(currency)
      if (known && Date.now() < known.until) return known.list
      const reading = underWay.get(currency) ?? readAnew(currency)
      underWay.set(currency, reading)
      return reading
    },
    /** The last one that was read, if any was. */
    last: (currency: string): List | undefined => lists.get(currency)?.list,
  }
}
