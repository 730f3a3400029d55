import type { World } from '../support/harness.ts'
import type { Browser } from './identity-client.ts'

interface LiveStream {
  status: number
  headers: Headers
  /** Grows while the stream is open. */
  text: string
  isOpen: boolean
  close(): void
}

/** Opens the stream of a dashboard page as htmx does. */
export async function openLive(
  { publicUrl }: Pick<World, 'publicUrl'>,
  browser: Browser,
  path: string,
  headers: Record<string, string> = {},
): Promise<LiveStream> {
  const aborting = new AbortController()
  const response = await fetch(publicUrl + path, {
    headers: { ...liveHeaders(browser), ...headers },
    redirect: 'manual',
    signal: aborting.signal,
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true
  const { status, headers: answered } = response
  const stream: LiveStream = {
    status,
    headers: answered,
    text: '',
    isOpen: isStream,
    close: () => aborting.abort(),
  }
  const read = async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) stream.text += chunk
  }
  void read()
    .catch(() => undefined)
    .finally(() => (stream.isOpen = false))
  return stream
}

export function liveHeaders({ jar }: Browser): Record<string, string> {
  return {
    cookie: [...jar].map((pair) => pair.join('=')).join('; '),
    accept: 'text/html, text/event-stream',
    'hx-request': 'true',
  }
}
