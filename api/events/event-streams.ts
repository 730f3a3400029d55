import type { Context } from 'hono'
import { logFailure } from '../../clients/outages.ts'
import { findEndedKeys } from '../../db/api-keys.ts'
import type { Owner } from '../../db/events/publish.ts'
import { findEndedViews } from '../../db/identity/sessions.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { PublishedEvent } from '../../domain/events/published-event.ts'
import type { ApiDeps } from '../deps.ts'
import { eventStream, STREAM_TIMING, type StreamTiming } from '../http/response/event-stream.ts'
import { createOpenStreams } from '../http/response/open-streams.ts'
import { Problem } from '../http/errors/problem.ts'
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
  /** The stream ends with this text if its holder ended. */
  farewell?: string
}

type Texts = AsyncGenerator<string, void, void>

export interface EventStreams {
  /** @throws Problem `too_many_event_streams` */
  open(c: Context, wanted: Wanted): Response
  /**
   * Streams what is no event log. The texts must end with the signal.
   *
   * @throws Problem `too_many_event_streams`
   */
  openTexts(c: Context, holder: Holder, textsOf: (signal: AbortSignal) => Texts): Response
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
      return openTexts(c, holder, (signal) => textsOf(hub.follow(owner, { after, types, signal }), signal))

      async function* textsOf(pages: ReturnType<EventHub['follow']>, signal: AbortSignal): Texts {
        for await (const page of pages) yield await write(page)
        if (farewell !== undefined && signal.reason === HOLDER_ENDED) yield farewell
      }
    },
    openTexts,
  }

  function openTexts(c: Context, holder: Holder, textsOf: (signal: AbortSignal) => Texts): Response {
    const name = `${holder.kind} ${holder.id}`
    if (streams.isFull(name)) {
      c.header('retry-after', RETRY_AFTER_S)
      throw new Problem('too_many_event_streams')
    }
    const stream = { ...holder, holder: name, ended: new AbortController() }
    streams.add(stream)
    startChecking()
    const texts = untilFailure(textsOf(stream.ended.signal))
    return eventStream(c, texts, () => streams.end(stream), settings)
  }

  /** An error ends the stream, and the client connects again. */
  async function* untilFailure(texts: Texts): Texts {
    try {
      yield* texts
    } catch (error) {
      logFailure(deps, 'error', { err: error }, 'event_streams.write_failed')
    }
  }

  async function endStreamsOfEndedHolders(): Promise<void> {
    for (const [kind, all] of Map.groupBy(streams.all, (stream) => stream.kind)) {
      const ids = new Set(all.map(({ id }) => id))
      const endedIds = new Set(await FIND_ENDED[kind](deps.em.fork(), [...ids]))
      for (const { id, ended } of all) if (endedIds.has(id)) ended.abort(HOLDER_ENDED)
    }
  }
}
