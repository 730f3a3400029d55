import type { World } from './harness.ts'

type Matches = (result: unknown) => boolean | Promise<boolean>

interface Hold {
  /** Resolves once a transaction with a matching result has been committed. */
  reached: Promise<void>
  /** Lets the caller of the transaction continue. */
  release(): void
}

export interface CommitHolds {
  /** Holds the caller of the first transaction whose result matches, after the commit. */
  hold(matches: Matches): Hold
  /** Ends all holds, and restores the entity manager. */
  restore(): void
}

/** Holds activities between the commit and the result, which Temporal has not received yet. */
export function holdCommits({ em }: World): CommitHolds {
  const fork = em.fork.bind(em)
  const holds = new Set<{
    matches: Matches
    reach: () => void
    released: Promise<void>
    release: () => void
  }>()
  const releases: (() => void)[] = []
  em.fork = (...options: Parameters<typeof fork>) => {
    const forked = fork(...options)
    const transactional = forked.transactional.bind(forked)
    forked.transactional = (async (...work: Parameters<typeof transactional>) => {
      const result = await transactional(...work)
      for (const one of holds) {
        if (!(await one.matches(result)) || !holds.delete(one)) continue
        one.reach()
        await one.released
      }
      return result
    }) as typeof forked.transactional
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

/** Matches a transaction that appended an event of this type to an invoice's log. */
export function appends(type: string) {
  return (result: unknown): boolean => {
    const { events } = (result ?? {}) as { events?: unknown }
    return Array.isArray(events) && events.some((event: { type?: string }) => event.type === type)
  }
}
