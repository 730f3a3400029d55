import type { Context } from 'hono'
import { logFailure } from '../../clients/outages.ts'
import { findEndedKeys } from '../../db/api-keys.ts'
import type { PublishedEvent } from '../../domain/events/published-event.ts'
import { eventBody } from '../../domain/events/published-event.ts'
import type { ApiDeps } from '../deps.ts'
import type { MerchantEnv } from '../http/api-key-auth.ts'
import { eventStream, STREAM_TIMING, type StreamTiming } from '../http/event-stream.ts'
import { Problem } from '../http/problem.ts'
import type { EventHub } from './event-hub.ts'
import { repeatWhileNeeded } from './repeat-while-needed.ts'

interface Settings extends StreamTiming {
  perKey: number
  perProcess: number
  /** Milliseconds between two checks of the keys of open streams. */
  keyCheckMs: number
}

const SETTINGS: Settings = { ...STREAM_TIMING, perKey: 20, perProcess: 1_000, keyCheckMs: 2_000 }

const RETRY_AFTER_S = '5'

export interface EventStreams {
  /** @throws Problem `too_many_event_streams` */
  open(c: Context<MerchantEnv>, filter: { after: number; types?: readonly string[] | undefined }): Response
}

export function createEventStreams(
  deps: Pick<ApiDeps, 'em' | 'database' | 'background' | 'stopping' | 'log'>,
  hub: EventHub,
  settings = SETTINGS,
): EventStreams {
  const { perKey, perProcess, keyCheckMs } = settings
  const streams = new Set<{ keyId: string; ended: AbortController }>()
  const startChecking = repeatWhileNeeded({
    isNeeded: () => streams.size > 0,
    work: endStreamsOfEndedKeys,
    onFailure: (error) => logFailure(deps, 'error', { err: error }, 'event_streams.check_failed'),
    pauseMs: keyCheckMs,
    background: deps.background,
  })
  deps.stopping?.addEventListener('abort', () => {
    for (const { ended } of streams) ended.abort()
  })

  return {
    open(c, filter) {
      const { id: keyId } = c.get('apiKey')
      const ofKey = [...streams].filter((one) => one.keyId === keyId).length
      if (ofKey >= perKey || streams.size >= perProcess) {
        c.header('retry-after', RETRY_AFTER_S)
        throw new Problem('too_many_event_streams')
      }
      const stream = { keyId, ended: new AbortController() }
      if (deps.stopping?.aborted) stream.ended.abort()
      streams.add(stream)
      startChecking()
      const end = () => {
        streams.delete(stream)
        stream.ended.abort()
      }
      const pages = hub.follow(c.get('tenant'), { ...filter, signal: stream.ended.signal })
      return eventStream(c, textsOf(pages), end, settings)
    },
  }

  async function endStreamsOfEndedKeys(): Promise<void> {
    const keyIds = new Set([...streams].map(({ keyId }) => keyId))
    const endedKeys = new Set(await findEndedKeys(deps.em.fork(), [...keyIds]))
    for (const { keyId, ended } of streams) if (endedKeys.has(keyId)) ended.abort()
  }
}

async function* textsOf(
  pages: AsyncGenerator<readonly PublishedEvent[], void, void>,
): AsyncGenerator<string, void, void> {
  for await (const page of pages) yield page.map(textOf).join('')
}

function textOf(event: PublishedEvent): string {
  return `id: ${event.sequence}\ndata: ${JSON.stringify(eventBody(event))}\n\n`
}
