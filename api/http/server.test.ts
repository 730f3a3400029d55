import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { Hono } from 'hono'
import { stream } from 'hono/streaming'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { sendRaw } from '../../test/support/raw-request.ts'
import { closeWhenStopping } from './drain.ts'
import { readJson } from './request/json-body.ts'
import { Problem, problemResponse } from './errors/problem.ts'
import { requestFields } from './request-id.ts'
import { createHttpServer, drain } from './server.ts'
import { limitTime } from './limits/time-limits.ts'

const SOON = { bodyMs: 100, answerMs: 300 }
const NEVER = { bodyMs: 3_600_000, answerMs: 3_600_000 }

interface Choices {
  usual?: typeof SOON
  upload?: typeof SOON
  limits?: Parameters<typeof createHttpServer>[2]
  stopping?: AbortSignal
}

async function start({ usual = NEVER, upload = NEVER, limits, stopping }: Choices = {}) {
  const released = Promise.withResolvers<void>()
  const reached = Promise.withResolvers<void>()
  const lines: { requestId?: string; msg: string }[] = []
  const log = pino({ mixin: requestFields }, { write: (line) => void lines.push(JSON.parse(line)) })
  const app = new Hono()
  app.use(closeWhenStopping(stopping ? { stopping } : {}))
  app.use(limitTime(usual, upload))
  app.post('/echo', async (c) => c.json((await readJson(c)).json as object))
  app.post('/v1/imports', async (c) => c.text(await c.req.text()))
  app.get('/held', async (c) => {
    reached.resolve()
    await released.promise
    log.info('late')
    return c.text('done')
  })
  app.get('/stream', (c) =>
    stream(c, async (out) => {
      await out.write('a')
      reached.resolve()
      await released.promise
      await out.write('b')
    }),
  )
  app.get('/raw', () => new Response('raw'))
  app.get('/elsewhere', (c) => c.body('shown', 200, { 'cross-origin-resource-policy': 'cross-origin' }))
  app.get('/fails', () => {
    log.warn('fails')
    throw new Problem('internal')
  })
  app.onError((error, c) => problemResponse(c, error instanceof Problem ? error : new Problem('internal')))
  const server = createHttpServer(app, '127.0.0.1', limits)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    released.resolve()
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { server, url, release: released.resolve, reached: reached.promise, lines }
}

function open(server: Server): Socket {
  return connect((server.address() as AddressInfo).port, '127.0.0.1')
}

async function answerOf(socket: Socket): Promise<string> {
  const received: Buffer[] = []
  for await (const chunk of socket) received.push(chunk as Buffer)
  return Buffer.concat(received).toString('latin1')
}

const code = (answer: string) => /"code":"(\w+)"/.exec(answer)?.[1]

describe('a request that is not valid HTTP', () => {
  it.each([
    [
      'a header with a line end inside',
      'GET /raw HTTP/1.1\r\nhost: a\r\nx-a: b\rset-cookie: c=d\r\n\r\n',
      400,
    ],
    ['a header with NUL', 'GET /raw HTTP/1.1\r\nhost: a\r\nx-a: b\0c\r\n\r\n', 400],
    ['no host', 'GET /raw HTTP/1.1\r\n\r\n', 400],
    ['an unknown expectation', 'GET /raw HTTP/1.1\r\nhost: a\r\nexpect: nothing\r\n\r\n', 400],
    ['a host that is not one', 'GET /raw HTTP/1.1\r\nhost: [\r\n\r\n', 400],
    ['a space before the colon', 'GET /raw HTTP/1.1\r\nhost: a\r\nx-a : b\r\n\r\n', 400],
    [
      'two lengths',
      'POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}',
      400,
    ],
    [
      'a length and chunks',
      'POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['headers of 20 KB', `GET /raw HTTP/1.1\r\nhost: a\r\nx-a: ${'b'.repeat(20_000)}\r\n\r\n`, 431],
    ['another protocol', '\x16\x03\x01\x02\x00\x01', 400],
  ])('is answered with a problem and a request id: %s', async (_, text, status) => {
    const { server } = await start()
    const socket = open(server)
    socket.write(Buffer.from(text, 'latin1'))
    const answer = await answerOf(socket)
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(answer.toLowerCase()).toContain('\r\nconnection: close')
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json')
    expect(answer).toMatch(/\r\nx-request-id: req_[0-9a-z]{26}\r\n/i)
    expect(code(answer)).toBe(status === 431 ? 'headers_too_large' : 'malformed_request')
  })
})

it('has the security headers, of which an answer can have its own', async () => {
  const { url } = await start()
  for (const [path, policy] of [
    ['/raw', 'same-origin'],
    ['/none', 'same-origin'],
    ['/fails', 'same-origin'],
    ['/elsewhere', 'cross-origin'],
  ] as const) {
    const { headers } = await fetch(`${url}${path}`)
    const names = [
      'x-frame-options',
      'x-content-type-options',
      'referrer-policy',
      'cross-origin-resource-policy',
    ]
    expect(names.map((name) => headers.get(name))).toEqual(['DENY', 'nosniff', 'same-origin', policy])
    expect(headers.get('strict-transport-security')).toBe('max-age=15552000; includeSubDomains')
  }
})

describe('a slow request', () => {
  it('is answered 408 when its headers do not arrive in time', async () => {
    const { server } = await start({ limits: { headersTimeout: 50, connectionsCheckingInterval: 20 } })
    const socket = open(server)
    socket.write('GET /raw HTTP/1.1\r\nhost: a\r\nx-')
    const answer = await answerOf(socket)
    expect([answer.slice(0, 12), code(answer)]).toEqual(['HTTP/1.1 408', 'request_timeout'])
  })

  it('is answered 408 when its body does not arrive in time', async () => {
    const { server } = await start({ usual: SOON })
    const socket = open(server)
    socket.write(
      'POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"a"',
    )
    const answer = await answerOf(socket)
    expect([answer.slice(0, 12), code(answer)]).toEqual(['HTTP/1.1 408', 'request_timeout'])
    expect(answer.toLowerCase()).toContain('connection: close')
  })

  it('may take longer when it is an upload', async () => {
    const { server, url, release } = await start({ usual: { bodyMs: 1, answerMs: 1 } })
    const socket = open(server)
    socket.write('POST /v1/imports HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 2\r\n\r\na')
    expect((await fetch(`${url}/held`)).status).toBe(503)
    release()
    socket.write('b')
    expect(await answerOf(socket)).toMatch(/^HTTP\/1\.1 200 [^]*ab$/)
  })

  it('is answered 503 with Retry-After when the work takes too long', async () => {
    const { url, release } = await start({ usual: SOON })
    const response = await fetch(`${url}/held`)
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await response.json()).toMatchObject({ code: 'timed_out' })
    expect(response.headers.get('x-request-id')).toMatch(/^req_/)
    release()
  })
})

describe('a server that stops', () => {
  it('answers the requests that have begun, and closes their connections', async () => {
    const stopping = new AbortController()
    const { server, url, reached, release } = await start({ stopping: stopping.signal })
    await fetch(`${url}/raw`)
    const held = fetch(`${url}/held`)
    await reached
    stopping.abort()
    const closed = drain(server)
    await expect(fetch(`${url}/raw`, { headers: { connection: 'close' } })).rejects.toThrow('fetch failed')
    release()
    const response = await held
    expect([response.status, await response.text()]).toEqual([200, 'done'])
    expect(response.headers.get('connection')).toBe('close')
    await closed
  })

  it('lets a stream end, and closes its connection', async () => {
    const { server, url, reached, release } = await start({ limits: { keepAliveTimeout: 3_600_000 } })
    const response = await fetch(`${url}/stream`)
    await reached
    const closed = drain(server)
    release()
    expect(await response.text()).toBe('ab')
    await closed
  })
})

describe('a request id', () => {
  it('is the client’s if it is well formed, else a new one', async () => {
    const { url } = await start()
    for (const given of ['a', 'A_-=9', 'b'.repeat(64)]) {
      const { headers } = await fetch(`${url}/raw`, { headers: { 'x-request-id': given } })
      expect(headers.get('x-request-id')).toBe(given)
    }
    for (const given of ['', 'a b', 'b'.repeat(65), 'a;b', 'é', '<script>', 'a\tb', '${jndi:x}']) {
      const headers = [`x-request-id: ${given}`]
      const { head } = await sendRaw(url, { method: 'GET', target: '/raw', headers })
      expect(head.match(/^x-request-id: req_[0-9a-z]{26}\r?$/gim)).toHaveLength(1)
    }
  })

  it('is in every answer and in each log line of the request', async () => {
    const { url, lines, reached, release } = await start()
    const held = fetch(`${url}/held`, { headers: { 'x-request-id': 'held' } })
    await reached
    const failed = await fetch(`${url}/fails`)
    const own = failed.headers.get('x-request-id') ?? ''
    expect(own).toMatch(/^req_/)
    expect(
      (await fetch(`${url}/unknown`, { headers: { 'x-request-id': 'x' } })).headers.get('x-request-id'),
    ).toBe('x')
    release()
    await (await held).text()
    expect(lines.map(({ requestId, msg }) => ({ requestId, msg }))).toEqual([
      { requestId: own, msg: 'fails' },
      { requestId: 'held', msg: 'late' },
    ])
  })
})
