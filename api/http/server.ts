import { createServer, type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Hono } from 'hono'
import { newId } from '../../db/ids.ts'
import { Problem, type ProblemCode, problemHeaders, problemStatus, problemText } from './errors/problem.ts'
import { identifyRequest } from './request-id.ts'
import { SECURE_HEADERS } from './response/secure-headers.ts'

/** Times are in milliseconds. `maxHeaderSize` is in bytes. */
const LIMITS = {
  headersTimeout: 15_000,
  /** `requestTimeout` must exceed the `bodyMs` of an upload. */
  requestTimeout: 20 * 60_000,
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
  connectionsCheckingInterval: 5_000,
  requireHostHeader: false,
}

export function createHttpServer(
  app: Pick<Hono, 'fetch'>,
  hostname: string,
  limits: Partial<typeof LIMITS> = {},
): Server {
  const listener = getRequestListener(app.fetch, {
    hostname,
    errorHandler: (error) => {
      const problem = new Problem(error instanceof RequestError ? 'malformed_request' : 'internal')
      return new Response(problemText(problem), {
        status: problemStatus(problem),
        headers: headersOf(problem),
      })
    },
  })
  const answers = new WeakMap<Duplex, ServerResponse>()
  const server = createServer(
    { ...LIMITS, ...limits },
    (incoming: IncomingMessage, outgoing: ServerResponse) => {
      answers.set(incoming.socket, outgoing)
      // An `error` event without a listener throws: https://nodejs.org/api/events.html#error-events
      incoming.on('error', () => undefined)
      if (incoming.headers.host === undefined && incoming.httpVersion === '1.1') return refuse(outgoing)
      outgoing.setHeaders(SECURE_HEADERS)
      identifyRequest(incoming, outgoing, () => void listener(incoming, outgoing))
    },
  )
  server.on('checkExpectation', (_, outgoing: ServerResponse) => refuse(outgoing))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answer = answers.get(socket)
    const isAnswering = answer?.headersSent === true && !answer.writableFinished
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswering) return void socket.destroy()
    socket.end(rawAnswer(new Problem(CODES[error.code ?? ''] ?? 'malformed_request')))
  })
  return server
}

const IDLE_CHECK_MS = 50

export async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const closing = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS)
  await closed
  clearInterval(closing)
}

const CODES: Partial<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
}

function headersOf(problem: Problem): Record<string, string> {
  return {
    ...problemHeaders(problem),
    'content-type': 'application/problem+json',
    'x-request-id': newId('req'),
    connection: 'close',
  }
}

function refuse(outgoing: ServerResponse): void {
  const problem = new Problem('malformed_request')
  outgoing.writeHead(problemStatus(problem), headersOf(problem)).end(problemText(problem))
}

function rawAnswer(problem: Problem): string {
  const status = problemStatus(problem)
  const body = problemText(problem)
  const headers = { ...headersOf(problem), 'content-length': String(Buffer.byteLength(body)) }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
