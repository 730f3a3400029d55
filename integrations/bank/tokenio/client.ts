import { setTimeout as wait } from 'node:timers/promises'
import { RailUnavailableError } from '../rail.ts'
import { createAuthorization, type SignedRequest, type TokenIoCredentials } from './credentials.ts'
import { createPace } from '../pace.ts'

export interface TokenIoSettings {
  /** `https://api.token.io`, or `https://api.sandbox.token.io`. */
  apiUrl: string
  credentials: TokenIoCredentials
  /** How long an answer may take, in milliseconds; 5,000 unless given. */
  timeoutMs?: number
}

export interface TokenIoAnswer {
  status: number
  /** Empty where an error came without JSON. */
  body: unknown
}

/** The request did not get to Token.io, so it did nothing there. */
export class NotSentError extends RailUnavailableError {}

const TIMEOUT_MS = 5_000

/** Answers that do not tell what became of the request. 501 does: the bank does not offer what was asked. */
const UNKNOWN_OUTCOME = new Set([408, 409, 425])

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
  readonly #authorization: (request: SignedRequest) => string
  readonly #pace = createPace()

  constructor({ apiUrl, credentials, timeoutMs = TIMEOUT_MS }: TokenIoSettings) {
    this.#url = new URL(apiUrl)
    this.#timeoutMs = timeoutMs
    this.#authorization = createAuthorization(credentials)
  }

  /** Asks again once after a 429 that names a short wait. @throws RailUnavailableError */
  async get(path: string, query: [string, string][] = []): Promise<TokenIoAnswer> {
    const first = await this.#authorized('GET', path, { query })
    return settledAnswer(first.status === 429 ? await this.#authorized('GET', path, { query }) : first)
  }

  /** @throws NotSentError, or RailUnavailableError when it is not known whether the request took effect */
  async post(path: string, body: string): Promise<TokenIoAnswer> {
    return settledAnswer(await this.#authorized('POST', path, { body }))
  }

  /** @throws RailUnavailableError */
  async delete(path: string): Promise<TokenIoAnswer> {
    return settledAnswer(await this.#authorized('DELETE', path, {}))
  }

  /** The clocks may differ by more than a token lives: one 401 mints a new token, a second is the answer. */
  async #authorized(method: string, path: string, what: Sent): Promise<TokenIoAnswer> {
    const answer = await this.#send(method, path, what)
    if (answer.status !== 401) return answer
    const second = await this.#send(method, path, what)
    if (second.status === 401) throw new NotSentError('Token.io does not accept our credentials')
    return second
  }

  async #send(method: string, path: string, { query = [], body }: Sent): Promise<TokenIoAnswer> {
    const waitMs = this.#pace.waitMs()
    if (waitMs > LONGEST_WAIT_MS) throw new NotSentError('Token.io has asked us to wait')
    if (waitMs > 0) await wait(waitMs)
    const url = new URL(path, this.#url)
    url.search = new URLSearchParams(query).toString()
    const signed = { method, host: url.host, path: url.pathname, body }
    const headers = {
      authorization: this.#authorization(signed),
      // Without it errors are plain text.
      'token-json-error': 'true',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    }
    const { response, text } = await this.#fetch(url, { method, headers, ...(body ? { body } : {}) })
    if (response.status === 429) this.#pace.slowDown(response.headers.get('retry-after'))
    else this.#pace.goOn()
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

function settledAnswer(answer: TokenIoAnswer): TokenIoAnswer {
  const { status } = answer
  const unknown = status === 429 || (status >= 500 && status !== 501) || UNKNOWN_OUTCOME.has(status)
  if (unknown) throw new RailUnavailableError(`Token.io answers ${status}`)
  return answer
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

/** An error may come as plain text; a success that is no JSON is none that we know. */
function parse(text: string, ok: boolean): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch (error) {
    if (ok) throw new RailUnavailableError('Token.io answers no JSON', { cause: error })
    return {}
  }
}
