import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { eventStream, type StreamTiming } from './event-stream.ts'

const TIMING: StreamTiming = { heartbeatMs: 60_000, stalledMs: 60_000, retryMs: 2_000 }
const OPENING = 'retry: 2000\n\n'

function serve(texts: (ended: Promise<void>) => AsyncGenerator<string, void, void>, timing = TIMING) {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const app = new Hono()
  app.get('/', (c) => eventStream(c, texts(ended), end, timing))
  return { ended, open: async () => await app.request('/') }
}

async function readFrom(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  return {
    read: async () => new TextDecoder().decode((await reader.read()).value),
    cancel: () => reader.cancel(),
  }
}

it('sends the texts and ends with them', async () => {
  const { open } = serve(async function* texts() {
    yield 'data: 1\n\n'
    yield 'data: 2\n\n'
  })
  expect(await (await open()).text()).toBe(`${OPENING}data: 1\n\ndata: 2\n\n`)
})

it('takes no text before the client has read the one before', async () => {
  let taken = 0
  const { open } = serve(async function* texts() {
    for (;;) yield `data: ${(taken += 1)}\n\n`
  })
  const { read, cancel } = await readFrom(await open())
  expect([await read(), taken]).toEqual([OPENING, 0])
  expect([await read(), taken]).toEqual(['data: 1\n\n', 1])
  await cancel()
})

it('sends a heartbeat while no text comes, and loses no text', async () => {
  const { promise: first, resolve } = Promise.withResolvers<string>()
  const { open } = serve(
    async function* texts() {
      yield await first
    },
    { ...TIMING, heartbeatMs: 1 },
  )
  const { read } = await readFrom(await open())
  expect([await read(), await read(), await read()]).toEqual([OPENING, ': heartbeat\n\n', ': heartbeat\n\n'])
  resolve('data: 1\n\n')
  let text = await read()
  while (text === ': heartbeat\n\n') text = await read()
  expect(text).toBe('data: 1\n\n')
})

it.each([
  ['while it waits for a text', true],
  ['while a text waits for it', false],
])('ends the texts when the client disconnects %s', async (_, isWaiting) => {
  const { promise: finished, resolve } = Promise.withResolvers<void>()
  const { open } = serve(async function* texts(ended) {
    try {
      yield 'data: 1\n\n'
      yield 'data: 2\n\n'
      await ended
    } finally {
      resolve()
    }
  })
  const { read, cancel } = await readFrom(await open())
  for (let n = 0; n < (isWaiting ? 3 : 2); n += 1) await read()
  if (isWaiting) void read()
  await cancel()
  await finished
})

it('breaks off when the client reads nothing for too long', async () => {
  const { open, ended } = serve(
    async function* texts() {
      for (;;) yield 'data: 1\n\n'
    },
    { ...TIMING, stalledMs: 1 },
  )
  const response = await open()
  await ended
  await expect(response.text()).rejects.toThrow('reads no events')
})
