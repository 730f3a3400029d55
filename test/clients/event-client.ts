import type { World } from '../support/harness.ts'
import { call } from './client.ts'

export interface PublishedJson {
  id: string
  type: string
  created_at: string
  sequence: number
  data: Record<string, unknown>
}

interface EventPage {
  data: PublishedJson[]
  next_cursor: string | null
}

export async function listEvents(world: World, query = ''): Promise<PublishedJson[]> {
  return (await call<EventPage>(world, 'GET', `/v1/events?${query}`)).json.data
}

export async function listAllEvents(world: World, query: string): Promise<PublishedJson[]> {
  const all: PublishedJson[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: EventPage = (await call<EventPage>(world, 'GET', `/v1/events?${query}${cursor}`)).json
    all.push(...page.data)
    cursor = page.next_cursor === null ? null : `&cursor=${page.next_cursor}`
  }
  return all
}

export interface EventStreamClient {
  status: number
  response: Response
  /** Grows while the stream is open. */
  events: (PublishedJson & { streamId: string })[]
  isOpen: boolean
  close(): void
}

export async function openEvents(
  { publicUrl, apiKey }: Pick<World, 'publicUrl' | 'apiKey'>,
  query = '',
  lastEventId?: number,
): Promise<EventStreamClient> {
  const aborting = new AbortController()
  const response = await fetch(`${publicUrl}/v1/events?${query}`, {
    headers: {
      authorization: `Bearer ${apiKey}`,
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) }),
    },
    signal: aborting.signal,
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  const stream: EventStreamClient = {
    status: response.status,
    response,
    events: [],
    isOpen: isStream,
    close: () => aborting.abort(),
  }
  if (isStream)
    void readStream(stream)
      .catch(() => undefined)
      .finally(() => (stream.isOpen = false))
  return stream
}

async function readStream({ response, events }: EventStreamClient): Promise<void> {
  let text = ''
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (text + chunk).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/s, 2) as [string, string]))
      const data = fields.get('data')
      if (data) events.push({ ...(JSON.parse(data) as PublishedJson), streamId: fields.get('id') ?? '' })
    }
  }
}
