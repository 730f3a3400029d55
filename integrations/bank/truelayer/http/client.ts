import { sign } from 'truelayer-signing'
import type { ProviderAnswer } from '../../shared/provider-answer.ts'
import { createBackoff } from '../../shared/rate-limit-backoff.ts'
import { RailUnavailableError } from '../../rail.ts'
import type { TrueLayerSettings } from '../options.ts'
import { createAccessToken } from './access-token.ts'
import { problemOf } from './answers.ts'
import { request, type AnswerWithHeaders } from './request.ts'

/**
 * The outcome of the request is unknown after these statuses.
 *
 * @see docs/truelayer.md
 */
const RETRYABLE = new Set([408, 409, 425, 429])

const OPERATOR_HINTS = new Map([
  [401, 'check the signing key and its id'],
  [403, 'check the permissions of the client'],
  [422, 'the idempotency key belongs to another request; this one was not accepted'],
])

export class TrueLayerClient {
  readonly #settings: TrueLayerSettings
  readonly #token: ReturnType<typeof createAccessToken>
  readonly #backoff = createBackoff()

  constructor(settings: TrueLayerSettings) {
    this.#settings = settings
    this.#token = createAccessToken(settings)
  }

  async get(path: string): Promise<ProviderAnswer> {
    return this.#authorized('GET', path, {})
  }

  async post(path: string, body: string, idempotencyKey: string): Promise<ProviderAnswer> {
    const headers = { 'Idempotency-Key': idempotencyKey }
    const { keyId: kid, signingKey: privateKeyPem } = this.#settings
    const signature = sign({ kid, privateKeyPem, path, headers, body })
    return this.#authorized('POST', path, {
      headers: { ...headers, 'tl-signature': signature, 'content-type': 'application/json' },
      body,
    })
  }

  async #authorized(method: string, path: string, what: RequestInit): Promise<ProviderAnswer> {
    const token = await this.#token.get()
    const first = await this.#send(method, path, what, token)
    if (first.status !== 401) return this.#outcome(method, path, first)
    this.#token.forget(token)
    const second = await this.#send(method, path, what, await this.#token.get())
    return this.#outcome(method, path, second)
  }

  async #send(method: string, path: string, what: RequestInit, token: string): Promise<AnswerWithHeaders> {
    if (!(await this.#backoff.waitForTurn())) {
      throw new RailUnavailableError('TrueLayer asked for a longer pause')
    }
    const { apiUrl, timeoutMs } = this.#settings
    const headers = { ...(what.headers as Record<string, string>), authorization: `Bearer ${token}` }
    const answer = await request(`${apiUrl}${path}`, { ...what, method, headers }, timeoutMs)
    this.#backoff.onAnswer(answer)
    return answer
  }

  #outcome(method: string, path: string, { status, body, headers }: AnswerWithHeaders): ProviderAnswer {
    const hint = OPERATOR_HINTS.get(status)
    if (hint) {
      const { title = '', detail = '', trace_id: traceId = '' } = problemOf(body)
      this.#settings.log?.(
        { rail: 'truelayer', status, method, path, title, detail: detail.slice(0, 300), traceId, hint },
        'rail.request_refused',
      )
    }
    if (status === 401) throw new RailUnavailableError('TrueLayer refused our credentials or signature')
    // The header `tl-should-retry` makes any error status retryable.
    const mayRetry = status >= 400 && headers.get('tl-should-retry')?.toLowerCase() === 'true'
    if (status >= 500 || RETRYABLE.has(status) || mayRetry) {
      throw new RailUnavailableError(`TrueLayer answered ${status}`, { status })
    }
    // A proxy can send an error without JSON, so the outcome is unknown.
    if (body === undefined) {
      throw new RailUnavailableError(`TrueLayer answered ${status} without JSON`, { status })
    }
    const logUnreadable = (field: string) =>
      this.#settings.log?.({ rail: 'truelayer', status, method, path, field }, 'rail.answer_unreadable')
    return { status, body, logUnreadable }
  }
}
