import { setTimeout as wait } from 'node:timers/promises'
import { sign } from 'truelayer-signing'
import { createBackoff } from '../../shared/rate-limit-backoff.ts'
import { RailUnavailableError } from '../../rail.ts'
import type { TrueLayerSettings } from '../options.ts'
import { createAccessToken } from './access-token.ts'
import { problemOf } from './answers.ts'
import { request, type TrueLayerAnswer, type WholeAnswer } from './request.ts'

/** Answers after which the identical request may be sent again: TrueLayer's docs, "Idempotency". */
const TRY_AGAIN = new Set([408, 409, 425, 429])

/** A payer waits for the answer: what would take longer is for a later try. */
const LONGEST_WAIT_MS = 2_000

/**
 * Answers that no other try will change, and no payer can: somebody has to look.
 * https://docs.truelayer.com/docs/error-types
 */
const FOR_OPERATORS = new Map([
  [401, 'TrueLayer does not accept our token or signature: look at the signing key and its id'],
  [403, 'TrueLayer does not allow us this: look at what the client may do'],
  [422, 'TrueLayer knows this idempotency key from another request: this one was not taken'],
])

/**
 * Signed and authenticated requests to TrueLayer's Payments API v3.
 * https://docs.truelayer.com/docs/sign-your-requests
 */
export class TrueLayerClient {
  readonly #settings: TrueLayerSettings
  readonly #token: ReturnType<typeof createAccessToken>
  readonly #pace = createBackoff()

  constructor(settings: TrueLayerSettings) {
    this.#settings = settings
    this.#token = createAccessToken(settings)
  }

  /** @throws RailUnavailableError when there is no answer, or one that asks to try again */
  async get(path: string): Promise<TrueLayerAnswer> {
    return this.#authorized('GET', path, {})
  }

  /**
   * @param idempotencyKey sent and signed with the body; the same key and body get the same answer.
   * @throws RailUnavailableError when there is no answer, or one that asks to try again
   */
  async post(path: string, body: string, idempotencyKey: string): Promise<TrueLayerAnswer> {
    const headers = { 'Idempotency-Key': idempotencyKey }
    const { keyId: kid, signingKey: privateKeyPem } = this.#settings
    const signature = sign({ kid, privateKeyPem, path, headers, body })
    return this.#authorized('POST', path, {
      headers: { ...headers, 'tl-signature': signature, 'content-type': 'application/json' },
      body,
    })
  }

  /** A token can be revoked before its time: one 401 fetches a new one, a second is the answer. */
  async #authorized(method: string, path: string, what: RequestInit): Promise<TrueLayerAnswer> {
    const token = await this.#token.get()
    const first = await this.#send(method, path, what, token)
    if (first.status !== 401) return this.#outcome(method, path, first)
    this.#token.forget(token)
    const second = await this.#send(method, path, what, await this.#token.get())
    return this.#outcome(method, path, second)
  }

  async #send(method: string, path: string, what: RequestInit, token: string): Promise<WholeAnswer> {
    const waitMs = this.#pace.waitMs()
    if (waitMs > LONGEST_WAIT_MS) throw new RailUnavailableError('TrueLayer has asked us to wait')
    if (waitMs > 0) await wait(waitMs)
    const { apiUrl, timeoutMs } = this.#settings
    const headers = { ...(what.headers as Record<string, string>), authorization: `Bearer ${token}` }
    const answer = await request(`${apiUrl}${path}`, { ...what, method, headers }, timeoutMs)
    if (answer.status === 429) this.#pace.onRateLimited(answer.headers.get('retry-after'))
    else this.#pace.onSuccess()
    return answer
  }

  #outcome(method: string, path: string, { status, body, headers }: WholeAnswer): TrueLayerAnswer {
    const sentence = FOR_OPERATORS.get(status)
    if (sentence) {
      const { title = '', detail = '', trace_id: traceId = '' } = problemOf(body)
      this.#settings.log?.({ status, method, path, title, detail: detail.slice(0, 300), traceId }, sentence)
    }
    if (status === 401)
      throw new RailUnavailableError('TrueLayer does not accept our credentials or signature')
    // Sent with answers that the identical request may follow; TrueLayer's own client libraries go by it.
    const asksAgain = status >= 400 && headers.get('tl-should-retry')?.toLowerCase() === 'true'
    if (status >= 500 || TRY_AGAIN.has(status) || asksAgain) {
      throw new RailUnavailableError(`TrueLayer answers ${status}`)
    }
    // Whatever stands between us and TrueLayer: what became of the request is not known.
    if (body === undefined) throw new RailUnavailableError(`TrueLayer answers ${status} and no JSON`)
    return { status, body }
  }
}
