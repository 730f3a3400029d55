import type { CompiledQuery } from 'kysely'
import { type LogColumn, toLog } from '../../db/invoices/event-store.ts'
import { fold } from '../../domain/invoice/index.ts'
import type { World } from './harness.ts'

type Matches = (result: unknown) => boolean | Promise<boolean>

interface Hold {
  reached: Promise<void>
  release(): void
}

export interface CommitHolds {
  hold(matches: Matches): Hold
  restore(): void
}

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

function appendOf({ sql, parameters }: CompiledQuery, rows: readonly unknown[]): object | undefined {
  if (sql.startsWith('with new_invoice'))
    return { events: rows.length > 0 ? JSON.parse(String(parameters[1])) : [] }
  const [row] = rows as Partial<LogColumn>[]
  return sql.startsWith('select i.id,') && row?.log
    ? { events: [], state: fold(toLog({ log: row.log })) }
    : undefined
}

export function appends(type: string) {
  return (result: unknown): boolean => {
    const { events } = (result ?? {}) as { events?: unknown }
    return Array.isArray(events) && events.some((event: { type?: string }) => event.type === type)
  }
}
