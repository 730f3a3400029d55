import { createBackoff } from '../../shared/rate-limit-backoff.ts'
import { parseAnswer, type ProviderAnswer } from '../../shared/provider-answer.ts'
import { type RailLog, RailUnavailableError } from '../../rail.ts'
import type { TokenIoSettings } from '../options.ts'
import { errorOf } from './answers.ts'
import { createAuthorization, type SignedRequest } from './credentials.ts'

/** A request with a NotSentError has no effect at Token.io, so a retry is safe. */
export class NotSentError extends RailUnavailableError {}

const TIMEOUT_MS = 5_000

/**
 * The outcome of the request is unknown after these statuses.
 *
 * @see docs/token-io.md
 */
const UNKNOWN_OUTCOME = new Set([408, 409, 425])

const OPERATOR_HINTS = new Map([
  [401, 'check the member id, the signing key and its id'],
  [403, 'check the permissions of the member'],
  [422, 'check the error code'],
])

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
])

export class TokenIoClient {
  readonly #url: URL
  readonly #timeoutMs: number
  readonly #authorization: (request: SignedRequest) => Promise<string>
  readonly #log: RailLog | undefined
  readonly #backoff = createBackoff()

  constructor({ apiUrl, credentials, timeoutMs = TIMEOUT_MS, log }: TokenIoSettings) {
    this.#url = new URL(apiUrl)
    this.#timeoutMs = timeoutMs
    this.#log = log
    this.#authorization = createAuthorization(credentials)
  }

  async get(path: string, query: [string, string][] = []): Promise<ProviderAnswer> {
    const first = await this.#authorized('GET', path, { query })
    const answer = first.status === 429 ? await this.#authorized('GET', path, { query }) : first
    return this.#outcome('GET', path, answer)
  }

  /** @throws NotSentError; RailUnavailableError if the outcome is unknown */
  async post(path: string, body: string): Promise<ProviderAnswer> {
    return this.#outcome('POST', path, await this.#authorized('POST', path, { body }))
  }

  async delete(path: string): Promise<ProviderAnswer> {
    return this.#outcome('DELETE', path, await this.#authorized('DELETE', path, {}))
  }

  async #authorized(method: string, path: string, content: RequestContent): Promise<ProviderAnswer> {
    const answer = await this.#send(method, path, content)
    return answer.status === 401 ? this.#send(method, path, content) : answer
  }

  #outcome(method: string, path: string, answer: ProviderAnswer): ProviderAnswer {
    const { status } = answer
    const error = errorOf(answer)
    const hint = OPERATOR_HINTS.get(status)
    if (hint) {
      const { errorCode = '', message = '', tokenTraceId: traceId = '' } = error ?? {}
      this.#log?.(
        { rail: 'tokenio', status, method, path, errorCode, message: message.slice(0, 300), traceId, hint },
        'rail.request_refused',
      )
    }
    if (status === 401) throw new NotSentError('Token.io refused our credentials')
    if (status === 429) throw new NotSentError('Token.io answered 429')
    const isUnknown = (status >= 500 && status !== 501) || UNKNOWN_OUTCOME.has(status)
    if (isUnknown) throw new RailUnavailableError(`Token.io answered ${status}`, { status })
    // A proxy can send an error without Token.io's error object, so the outcome is unknown.
    if (status >= 400 && !error) {
      throw new RailUnavailableError(`Token.io answered ${status} without its error object`, { status })
    }
    const logUnreadable = (field: string) =>
      this.#log?.({ rail: 'tokenio', status, method, path, field }, 'rail.answer_unreadable')
    return { ...answer, logUnreadable }
  }

  async #send(method: string, path: string, { query = [], body }: RequestContent): Promise<ProviderAnswer> {
    if (!(await this.#backoff.waitForTurn())) throw new NotSentError('Token.io asked for a longer pause')
    const url = new URL(path, this.#url)
    url.search = new URLSearchParams(query).toString()
    const signed = { method, host: url.host, path: url.pathname, body }
    const headers = {
      authorization: await this.#authorization(signed),
      'token-json-error': 'true',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const { response, text } = await this.#fetch(url, { method, headers, ...(body ? { body } : {}) })
    this.#backoff.onAnswer(response)
    return { status: response.status, body: parseAnswer('Token.io', text, response.ok) }
  }

  async #fetch(url: URL, init: RequestInit): Promise<{ response: Response; text: string }> {
    const signal = AbortSignal.timeout(this.#timeoutMs)
    try {
      const response = await fetch(url, { ...init, signal, redirect: 'error' })
      return { response, text: await response.text() }
    } catch (error) {
      if (NO_CONNECTION.has(codeOf(error))) {
        throw new NotSentError('Token.io is unreachable', { cause: error })
      }
      throw new RailUnavailableError('Token.io does not answer', { cause: error })
    }
  }
}

interface RequestContent {
  query?: [string, string][]
  body?: string
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
