import { sign } from 'truelayer-signing'
import { RailUnavailableError } from '../rail.ts'

export interface TrueLayerSettings {
  apiUrl: string
  authUrl: string
  clientId: string
  clientSecret: string
  /** PEM of the EC private key (P-521) whose public part TrueLayer holds under `keyId`. */
  signingKey: string
  keyId: string
}

export interface TrueLayerAnswer {
  status: number
  body: unknown
}

const TIMEOUT_MS = 5_000
/** A token is renewed this long before it ends, so that none expires on its way. */
const TOKEN_MARGIN_MS = 60_000

/** Answers after which the identical request may be sent again: TrueLayer's docs, "Idempotency". */
const TRY_AGAIN = new Set([408, 409, 425, 429])

/**
 * Signed and authenticated requests to TrueLayer's Payments API v3.
 * https://docs.truelayer.com/docs/sign-your-requests
 */
export class TrueLayerClient {
  readonly #settings: TrueLayerSettings
  #token: { value: string; expiresAt: number } | undefined

  constructor(settings: TrueLayerSettings) {
    this.#settings = settings
  }

  async get(path: string): Promise<TrueLayerAnswer> {
    return this.#authorized((token) => this.#send('GET', path, { authorization: `Bearer ${token}` }))
  }

  /** @param idempotencyKey sent and signed with the body; the same key and body get the same answer. */
  async post(path: string, body: string, idempotencyKey: string): Promise<TrueLayerAnswer> {
    const headers = { 'Idempotency-Key': idempotencyKey }
    const { keyId: kid, signingKey: privateKeyPem } = this.#settings
    const signature = sign({ kid, privateKeyPem, path, headers, body })
    return this.#authorized((token) =>
      this.#send(
        'POST',
        path,
        { ...headers, 'tl-signature': signature, authorization: `Bearer ${token}` },
        body,
      ),
    )
  }

  /** A token can be revoked before its time: one 401 fetches a new one, a second is the answer. */
  async #authorized(send: (token: string) => Promise<TrueLayerAnswer>): Promise<TrueLayerAnswer> {
    const answer = await send(await this.#accessToken())
    if (answer.status !== 401) return answer
    this.#token = undefined
    const second = await send(await this.#accessToken())
    if (second.status === 401)
      throw new RailUnavailableError('TrueLayer does not accept our credentials or signature')
    return second
  }

  async #accessToken(): Promise<string> {
    if (this.#token && Date.now() < this.#token.expiresAt) return this.#token.value
    const { authUrl, clientId, clientSecret } = this.#settings
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'payments',
    }
    const answer = await request(`${authUrl}/connect/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    })
    const { access_token: value, expires_in: seconds } = answer.body as {
      access_token?: string
      expires_in?: number
    }
    if (answer.status !== 200 || !value) {
      throw new RailUnavailableError(`no token from TrueLayer: status ${answer.status}`)
    }
    this.#token = { value, expiresAt: Date.now() + (seconds ?? 0) * 1_000 - TOKEN_MARGIN_MS }
    return value
  }

  async #send(
    method: string,
    path: string,
    headers: Record<string, string>,
    body?: string,
  ): Promise<TrueLayerAnswer> {
    const url = `${this.#settings.apiUrl}${path}`
    if (body === undefined) return request(url, { method, headers })
    return request(url, { method, headers: { ...headers, 'content-type': 'application/json' }, body })
  }
}

/** @throws RailUnavailableError when there is no answer, or one that asks to try again */
export async function request(url: string, init: RequestInit): Promise<TrueLayerAnswer> {
  let response: Response
  let text: string
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' })
    text = await response.text()
  } catch (error) {
    throw new RailUnavailableError('TrueLayer does not answer', { cause: error })
  }
  if (response.status >= 500 || TRY_AGAIN.has(response.status)) {
    throw new RailUnavailableError(`TrueLayer answers ${response.status}`)
  }
  return { status: response.status, body: text === '' ? {} : parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RailUnavailableError('TrueLayer answers no JSON', { cause: error })
  }
}
