import type { CompiledQuery } from 'kysely'
import { type EventColumns, toEvent } from '../../db/invoices/event-store.ts'
import { fold } from '../../domain/invoice/index.ts'
import type { World } from './harness.ts'

type Matches = (result: unknown) => boolean | Promise<boolean>

interface Hold {
  reached: Promise<void>
  release(): void
}

export interface CommitHolds {
  /** Pauses the first transaction or append with a matching result after its commit. */
  hold(matches: Matches): Hold
  restore(): void
}

/** Pauses an activity after the commit, before Temporal receives the result. */
export function holdCommits({ em }: World): CommitHolds {
  const fork = em.fork.bind(em)
  const holds = new Set<{
    matches: Matches
    reach: () => void
    released: Promise<void>
    release: () => void
  }>()
  const releases: (() => void)[] = []
  const pauseIfHeld = async (result: unknown) => {
    for (const one of holds) {
      if (!(await one.matches(result)) || !holds.delete(one)) continue
      one.reach()
      await one.released
    }
  }
  em.fork = (...options: Parameters<typeof fork>) => {
    const forked = fork(...options)
    const transactional = forked.transactional.bind(forked)
    forked.transactional = (async (...work: Parameters<typeof transactional>) => {
      const result = await transactional(...work)
      await pauseIfHeld(result)
      return result
    }) as typeof forked.transactional
    const getKysely = forked.getKysely.bind(forked)
    forked.getKysely = ((...kyselyOptions: Parameters<typeof getKysely>) => {
      const kysely = getKysely(...kyselyOptions)
      const executeQuery: typeof kysely.executeQuery = async (query, queryOptions) => {
        const result = await kysely.executeQuery(query, queryOptions)
        const append = appendOf(query as CompiledQuery, result.rows)
        if (append) await pauseIfHeld(append)
        return result
      }
      return { executeQuery }
    }) as unknown as typeof forked.getKysely
    return forked
  }
  return {
    hold(matches) {
      const reached = Promise.withResolvers<void>()
      const { promise, resolve: release } = Promise.withResolvers<void>()
      holds.add({ matches, reach: reached.resolve, released: promise, release })
      releases.push(release)
      return { reached: reached.promise, release }
    },
    restore() {
      for (const release of releases) release()
      holds.clear()
      em.fork = fork
    },
  }
}

/** Returns the result of an `appendDecision` statement in the form of `appendUnderLock`. */
function appendOf({ sql, parameters }: CompiledQuery, rows: readonly unknown[]): object | undefined {
  if (sql.startsWith('with new_invoice'))
    return { events: rows.length > 0 ? JSON.parse(String(parameters[1])) : [] }
  const [{ log } = {}] = rows as { log?: EventColumns[] }[]
  return sql.startsWith('select i.id,') && log ? { events: [], state: fold(log.map(toEvent)) } : undefined
}

export function appends(type: string) {
  return (result: unknown): boolean => {
    const { events } = (result ?? {}) as { events?: unknown }
    return Array.isArray(events) && events.some((event: { type?: string }) => event.type === type)
  }
}
