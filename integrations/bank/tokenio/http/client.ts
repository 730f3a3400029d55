import { setTimeout as wait } from 'node:timers/promises'
import { createBackoff } from '../../shared/rate-limit-backoff.ts'
import { dropNulls } from '../../shared/provider-json.ts'
import { type RailLog, RailUnavailableError } from '../../rail.ts'
import type { TokenIoSettings } from '../options.ts'
import { errorOf, type TokenIoAnswer } from './answers.ts'
import { createAuthorization, type SignedRequest } from './credentials.ts'

/** The request did not get to Token.io, so it did nothing there. */
export class NotSentError extends RailUnavailableError {}

const TIMEOUT_MS = 5_000

/** Answers that do not tell what became of the request. 501 does: the bank does not offer what was asked. */
const UNKNOWN_OUTCOME = new Set([408, 409, 425])

/** Answers that no other try will change, and no payer can: somebody has to look. */
const FOR_OPERATORS = new Map([
  [401, 'Token.io does not accept our signature: look at the member id, the signing key and its id'],
  [403, 'Token.io does not allow us this: look at what the member may do'],
  [422, 'Token.io will not do this as it is asked: look at its error code'],
])

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
])

/**
 * Authenticated requests to Token.io's API. Answers with an outcome are returned, refusals too; all others throw.
 * https://docs.token.io/products/tpp/integration-considerations/api-basics
 */
export class TokenIoClient {
  readonly #url: URL
  readonly #timeoutMs: number
  readonly #authorization: (request: SignedRequest) => Promise<string>
  readonly #log: RailLog | undefined
  readonly #pace = createBackoff()

  constructor({ apiUrl, credentials, timeoutMs = TIMEOUT_MS, log }: TokenIoSettings) {
    this.#url = new URL(apiUrl)
    this.#timeoutMs = timeoutMs
    this.#log = log
    this.#authorization = createAuthorization(credentials)
  }

  /** Asks again once after a 429 that names a short wait. @throws RailUnavailableError */
  async get(path: string, query: [string, string][] = []): Promise<TokenIoAnswer> {
    const first = await this.#authorized('GET', path, { query })
    const answer = first.status === 429 ? await this.#authorized('GET', path, { query }) : first
    return this.#outcome('GET', path, answer)
  }

  /** @throws NotSentError, or RailUnavailableError when it is not known whether the request took effect */
  async post(path: string, body: string): Promise<TokenIoAnswer> {
    return this.#outcome('POST', path, await this.#authorized('POST', path, { body }))
  }

  /** @throws RailUnavailableError */
  async delete(path: string): Promise<TokenIoAnswer> {
    return this.#outcome('DELETE', path, await this.#authorized('DELETE', path, {}))
  }

  /** The clocks may differ by more than a token lives: one 401 mints a new token, a second is the answer. */
  async #authorized(method: string, path: string, what: Sent): Promise<TokenIoAnswer> {
    const answer = await this.#send(method, path, what)
    return answer.status === 401 ? this.#send(method, path, what) : answer
  }

  #outcome(method: string, path: string, answer: TokenIoAnswer): TokenIoAnswer {
    const { status } = answer
    const error = errorOf(answer)
    const sentence = FOR_OPERATORS.get(status)
    if (sentence) {
      const { errorCode = '', message = '', tokenTraceId: traceId = '' } = error ?? {}
      this.#log?.({ status, method, path, errorCode, message: message.slice(0, 300), traceId }, sentence)
    }
    if (status === 401) throw new NotSentError('Token.io does not accept our credentials')
    // Refused before anything was done.
    if (status === 429) throw new NotSentError('Token.io answers 429')
    const isUnknown = (status >= 500 && status !== 501) || UNKNOWN_OUTCOME.has(status)
    if (isUnknown) throw new RailUnavailableError(`Token.io answers ${status}`)
    // Whatever stands between us and Token.io: what became of the request is not known.
    if (status >= 400 && !error) {
      throw new RailUnavailableError(`Token.io answers ${status} and no error of its own`)
    }
    return answer
  }

  async #send(method: string, path: string, { query = [], body }: Sent): Promise<TokenIoAnswer> {
    const waitMs = this.#pace.waitMs()
    if (waitMs > LONGEST_WAIT_MS) throw new NotSentError('Token.io has asked us to wait')
    if (waitMs > 0) await wait(waitMs)
    const url = new URL(path, this.#url)
    url.search = new URLSearchParams(query).toString()
    const signed = { method, host: url.host, path: url.pathname, body }
    const headers = {
      authorization: await this.#authorization(signed),
      // Without it errors are plain text.
      'token-json-error': 'true',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const { response, text } = await this.#fetch(url, { method, headers, ...(body ? { body } : {}) })
    if (response.status === 429) this.#pace.onRateLimited(response.headers.get('retry-after'))
    else this.#pace.onSuccess()
    return { status: response.status, body: parse(text, response.ok) }
  }

  async #fetch(url: URL, init: RequestInit): Promise<{ response: Response; text: string }> {
    const signal = AbortSignal.timeout(this.#timeoutMs)
    try {
      const response = await fetch(url, { ...init, signal, redirect: 'error' })
      return { response, text: await response.text() }
    } catch (error) {
      if (NO_CONNECTION.has(codeOf(error))) {
        throw new NotSentError('Token.io cannot be reached', { cause: error })
      }
      throw new RailUnavailableError('Token.io does not answer', { cause: error })
    }
  }
}

/** A payer waits for the answer: what would take longer is for a later try. */
const LONGEST_WAIT_MS = 2_000

interface Sent {
  query?: [string, string][]
  body?: string
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

/** An error may come as plain text; a success that is no JSON is none that we know. */
function parse(text: string, ok: boolean): unknown {
  try {
    return text === '' ? {} : JSON.parse(text, dropNulls)
  } catch (error) {
    if (ok) throw new RailUnavailableError('Token.io answers no JSON', { cause: error })
    return undefined
  }
}
