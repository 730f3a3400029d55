import type { Context } from 'hono'

/** Times are in milliseconds. */
export interface StreamTiming {
  heartbeatMs: number
  /** The server cuts off a client that reads nothing for this time. */
  stalledMs: number
  /** A client connects again after this time. */
  retryMs: number
}

export const STREAM_TIMING: StreamTiming = { heartbeatMs: 15_000, stalledMs: 300_000, retryMs: 2_000 }

export function wantsEventStream(c: Context): boolean {
  return c.req.method === 'GET' && /\btext\/event-stream\b/.test(c.req.header('accept') ?? '')
}

/**
 * Takes no text before the client has read the one before.
 *
 * @param onEnd must end a waiting `texts`; a disconnection calls it too
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventStream(
  c: Context,
  texts: AsyncGenerator<string, void, void>,
  onEnd: () => void,
  { heartbeatMs, stalledMs, retryMs }: StreamTiming,
): Response {
  const encoder = new TextEncoder()
  let next: Promise<IteratorResult<string, void>> | undefined
  let stalled: NodeJS.Timeout | undefined

  const stream = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(`retry: ${retryMs}\n\n`))
        watch(controller)
      },
      async pull(controller) {
        clearTimeout(stalled)
        next ??= texts.next()
        const result = await orHeartbeat(next, heartbeatMs)
        if (result === 'heartbeat') controller.enqueue(encoder.encode(': heartbeat\n\n'))
        else {
          next = undefined
          if (result.done) return close(controller)
          controller.enqueue(encoder.encode(result.value))
        }
        watch(controller)
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  )
  c.header('content-type', 'text/event-stream; charset=utf-8')
  // https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
  c.header('x-accel-buffering', 'no')
  return c.body(stream)

  function watch(controller: ReadableStreamDefaultController): void {
    stalled = setTimeout(() => {
      end()
      controller.error(new Error('the client reads no events'))
    }, stalledMs)
  }

  function close(controller: ReadableStreamDefaultController): void {
    end()
    controller.close()
  }

  function end(): void {
    clearTimeout(stalled)
    onEnd()
    void texts.return()
  }
}

async function orHeartbeat<T>(next: Promise<T>, heartbeatMs: number): Promise<T | 'heartbeat'> {
  const late = Promise.withResolvers<'heartbeat'>()
  const timer = setTimeout(() => late.resolve('heartbeat'), heartbeatMs)
  try {
    return await Promise.race([next, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
