import type { Context } from 'hono'
import { logFailure } from '../../clients/outages.ts'
import { findEndedKeys } from '../../db/api-keys.ts'
import type { Owner } from '../../db/events/publish.ts'
import { findEndedViews } from '../../db/identity/sessions.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { PublishedEvent } from '../../domain/events/published-event.ts'
import type { ApiDeps } from '../deps.ts'
import { eventStream, STREAM_TIMING, type StreamTiming } from '../http/event-stream.ts'
import { createOpenStreams } from '../http/open-streams.ts'
import { Problem } from '../http/problem.ts'
import type { EventHub } from './event-hub.ts'
import { repeatWhileNeeded } from './repeat-while-needed.ts'

interface Settings extends StreamTiming {
  perHolder: number
  perProcess: number
  /** Milliseconds between two checks of the holders of open streams. */
  holderCheckMs: number
}

const SETTINGS: Settings = { ...STREAM_TIMING, perHolder: 20, perProcess: 1_000, holderCheckMs: 2_000 }

const RETRY_AFTER_S = '5'

/** A stream ends with its API key, or with the view of its session. */
interface Holder {
  kind: 'key' | 'view'
  id: string
}

const FIND_ENDED: Record<Holder['kind'], (em: EntityManager, ids: readonly string[]) => Promise<string[]>> = {
  key: findEndedKeys,
  view: findEndedViews,
}

const HOLDER_ENDED = 'the holder ended'

interface Wanted {
  owner: Owner
  holder: Holder
  after: number
  types?: readonly string[] | undefined
  /** Makes the text of the stream. An error ends the stream, and the client connects again. */
  write: (events: readonly PublishedEvent[]) => string | Promise<string>
  /** The last text when the holder ended. */
  farewell?: string
}

export interface EventStreams {
  /** @throws Problem `too_many_event_streams` */
  open(c: Context, wanted: Wanted): Response
}

export function createEventStreams(
  deps: Pick<ApiDeps, 'em' | 'database' | 'background' | 'stopping' | 'log'>,
  hub: EventHub,
  settings = SETTINGS,
): EventStreams {
  const streams = createOpenStreams<Holder & { holder: string; ended: AbortController }>(
    settings,
    deps.stopping,
  )
  const startChecking = repeatWhileNeeded({
    isNeeded: () => streams.all.size > 0,
    work: endStreamsOfEndedHolders,
    onFailure: (error) => logFailure(deps, 'error', { err: error }, 'event_streams.check_failed'),
    pauseMs: settings.holderCheckMs,
    background: deps.background,
  })

  return {
    open(c, { owner, holder, after, types, write, farewell }) {
      const name = `${holder.kind} ${holder.id}`
      if (streams.isFull(name)) {
        c.header('retry-after', RETRY_AFTER_S)
        throw new Problem('too_many_event_streams')
      }
      const stream = { ...holder, holder: name, ended: new AbortController() }
      const { signal } = stream.ended
      streams.add(stream)
      startChecking()
      const pages = hub.follow(owner, { after, types, signal })
      return eventStream(c, textsOf(pages), () => streams.end(stream), settings)

      async function* textsOf(events: typeof pages): AsyncGenerator<string, void, void> {
        try {
          for await (const page of events) yield await write(page)
        } catch (error) {
          logFailure(deps, 'error', { err: error }, 'event_streams.write_failed')
        }
        if (farewell !== undefined && signal.reason === HOLDER_ENDED) yield farewell
      }
    },
  }

  async function endStreamsOfEndedHolders(): Promise<void> {
    for (const [kind, all] of Map.groupBy(streams.all, (stream) => stream.kind)) {
      const ids = new Set(all.map(({ id }) => id))
      const endedIds = new Set(await FIND_ENDED[kind](deps.em.fork(), [...ids]))
      for (const { id, ended } of all) if (endedIds.has(id)) ended.abort(HOLDER_ENDED)
    }
  }
}
