import type { World } from './harness.ts'

type Matches = (result: unknown) => boolean | Promise<boolean>

interface Hold {
  reached: Promise<void>
  release(): void
}

export interface CommitHolds {
  /** Pauses the first transaction with a matching result after its commit. */
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

export function appends(type: string) {
  return (result: unknown): boolean => {
    const { events } = (result ?? {}) as { events?: unknown }
    return Array.isArray(events) && events.some((event: { type?: string }) => event.type === type)
  }
}
