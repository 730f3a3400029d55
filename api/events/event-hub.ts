import { logFailure } from '../../clients/outages.ts'
import type { Owner } from '../../db/events/publish.ts'
import { type EventFilter, lastSequences, listEvents } from '../../db/events/read-events.ts'
import type { PublishedEvent } from '../../domain/events/published-event.ts'
import type { ApiDeps } from '../deps.ts'
import { repeatWhileNeeded } from './repeat-while-needed.ts'

interface Following {
  /** The events follow this sequence. */
  after: number
  types?: readonly string[] | undefined
  signal: AbortSignal
}

export interface EventHub {
  /** Yields the events in sequence, at most 100 at once. An outage of PostgreSQL makes it wait. */
  follow(owner: Owner, following: Following): AsyncGenerator<readonly PublishedEvent[], void, void>
}

interface Waiting {
  position: number
  wake: () => void
}

interface Followed {
  owner: Owner
  followers: number
  last: number
  waiting: Set<Waiting>
}

const PAGE = 100
const POLL_MS = 200

/** A poll is one statement for all followers of the process. */
export function createEventHub(
  deps: Pick<ApiDeps, 'em' | 'database' | 'background' | 'log'>,
  pollMs = POLL_MS,
): EventHub {
  const all = new Map<string, Followed>()
  const reads = new Map<string, Promise<PublishedEvent[]>>()
  const startPolling = repeatWhileNeeded({
    isNeeded: () => all.size > 0,
    work: poll,
    onFailure: (error) => logFailure(deps, 'error', { err: error }, 'event_hub.poll_failed'),
    pauseMs: pollMs,
    background: deps.background,
  })

  return {
    async *follow(owner, { after, types, signal }) {
      const followed = enter(owner)
      try {
        let position = after
        while (!signal.aborted) {
          const { last } = followed
          const events = last > position ? await readPage(owner, position, last, types) : undefined
          if (events) {
            position = events.length < PAGE ? last : (events.at(-1)?.sequence ?? last)
            if (events.length > 0) yield events
          } else await nextPoll(followed, position, signal)
        }
      } finally {
        leave(followed)
      }
    },
  }

  async function poll(): Promise<void> {
    const owners = [...all.values()].map(({ owner }) => owner)
    for (const { last, ...owner } of await lastSequences(deps.em.fork(), owners)) {
      const followed = all.get(keyOf(owner))
      if (!followed) continue
      followed.last = last
      for (const { position, wake } of followed.waiting) if (last > position) wake()
    }
  }

  /** Followers at the same position share one statement. */
  async function readPage(
    owner: Owner,
    after: number,
    last: number,
    types: EventFilter['types'],
  ): Promise<PublishedEvent[] | undefined> {
    const key = `${keyOf(owner)} ${after} ${last} ${types?.join() ?? ''}`
    const filter = { after, before: last + 1, types, limit: PAGE }
    const read = reads.get(key) ?? listEvents(deps.em.fork(), owner, filter)
    reads.set(key, read)
    try {
      return await read
    } catch (error) {
      logFailure(deps, 'error', { err: error }, 'event_hub.read_failed')
      return undefined
    } finally {
      reads.delete(key)
    }
  }

  function enter(owner: Owner): Followed {
    const followed = all.get(keyOf(owner)) ?? { owner, followers: 0, last: 0, waiting: new Set() }
    followed.followers += 1
    all.set(keyOf(owner), followed)
    startPolling()
    return followed
  }

  function leave(followed: Followed): void {
    followed.followers -= 1
    if (followed.followers === 0) all.delete(keyOf(followed.owner))
  }
}

function keyOf({ merchantId, mode }: Owner): string {
  return `${merchantId} ${mode}`
}

/** Resolves when a poll has found an event after `position`, or `signal` aborts. */
async function nextPoll({ waiting }: Followed, position: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<unknown>()
  const one = { position, wake: () => resolve(undefined) }
  waiting.add(one)
  signal.addEventListener('abort', resolve)
  await promise
  signal.removeEventListener('abort', resolve)
  waiting.delete(one)
}
