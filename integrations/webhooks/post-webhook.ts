import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import type { Answer, TryFailure } from '../../domain/webhooks/delivery.ts'
import { createFilteredRequests } from '../filtered-requests.ts'
import { createLookup } from './resolve-name.ts'

const MAX_ANSWER_BYTES = 2_048
const ANSWER_MS = 10_000

export interface WebhookPoster {
  /** Follows no redirect. */
  post(url: string, headers: Record<string, string>, body: string): Promise<Answer>
  close(): void
}

interface PosterOptions {
  allowedAddresses: readonly string[]
  answerMs?: number
  nameServers?: readonly string[]
}

export function createWebhookPoster({
  allowedAddresses,
  answerMs = ANSWER_MS,
  nameServers,
}: PosterOptions): WebhookPoster {
  const requests = createFilteredRequests(allowedAddresses)
  const lookup = createLookup(nameServers)
  return {
    async post(url, headers, body) {
      const startedAt = performance.now()
      const signal = AbortSignal.timeout(answerMs)
      const options: RequestOptions = {
        method: 'POST',
        signal,
        lookup,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Duewell-Webhooks/1',
        },
      }
      const send = () => readAnswer(requests.request(url, options), body, signal)
      let answer = await send()
      while (answer === 'stale_connection') answer = await send()
      return { ...answer, durationMs: performance.now() - startedAt }
    },
    close: () => requests.close(),
  }
}

type ReadAnswer = Omit<Answer, 'durationMs'>

function readAnswer(
  request: ClientRequest,
  body: string,
  signal: AbortSignal,
): Promise<ReadAnswer | 'stale_connection'> {
  return new Promise((resolve) => {
    let isAnswered = false
    const endWithout = (error: NodeJS.ErrnoException) => {
      if (!isAnswered) resolve(isStale(request, error) ? 'stale_connection' : noAnswer(error, signal))
    }
    request.on('response', (response) => {
      isAnswered = true
      void readStart(response).then((text) => resolve(toAnswer(response.statusCode ?? 0, text)))
    })
    request.on('error', endWithout)
    // A server that switches protocols causes neither a response nor an error.
    request.on('close', () => endWithout(new Error('closed')))
    request.end(body)
  })
}

function readStart(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  return new Promise((resolve) => {
    const finish = () => {
      const start = Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES)
      resolve(start.toString('utf8').replaceAll('\0', '\uFFFD'))
    }
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > MAX_ANSWER_BYTES) response.destroy()
    })
    response.on('error', finish)
    response.on('close', finish)
    response.on('end', finish)
  })
}

function toAnswer(statusCode: number, body: string): ReadAnswer {
  const failure =
    statusCode >= 200 && statusCode < 300 ? null : isRedirect(statusCode) ? 'redirect' : 'status'
  return { statusCode, failure, body }
}

function isRedirect(statusCode: number): boolean {
  return statusCode >= 300 && statusCode < 400
}

/**
 * A server can close an idle connection at the moment of a request.
 *
 * @see https://nodejs.org/api/http.html#requestreusedsocket
 */
function isStale(request: ClientRequest, error: NodeJS.ErrnoException): boolean {
  return request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

function noAnswer(error: NodeJS.ErrnoException, signal: AbortSignal): ReadAnswer {
  return { statusCode: null, failure: failureOf(error, signal), body: '' }
}

function failureOf({ code, message }: NodeJS.ErrnoException, { aborted }: AbortSignal): TryFailure {
  if (aborted) return 'timeout'
  // The agent's refusal has no code: https://github.com/azu/request-filtering-agent
  if (code === undefined && message.includes('is not allowed')) return 'address_not_allowed'
  if (code === 'ENOTFOUND') return 'host_not_found'
  return 'connection_failed'
}
