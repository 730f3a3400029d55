import * as v from 'valibot'
import { RailUnavailableError } from '../../rail.ts'
import type { TrueLayerSettings } from '../options.ts'
import { request } from './request.ts'

/** A token is renewed this long before it ends, so that none expires on its way. */
const MARGIN_MS = 60_000

const Granted = v.object({ access_token: v.pipe(v.string(), v.minLength(1)), expires_in: v.number() })

/**
 * The token that requests carry, for as long as it lives. However many ask at once while there is none, one request
 * fetches it for all of them.
 * https://docs.truelayer.com/reference/generateaccesstoken
 */
export function createAccessToken(settings: TrueLayerSettings) {
  let known: { value: string; expiresAt: number } | undefined
  let fetching: Promise<string> | undefined

  async function fetchToken(): Promise<string> {
    const { authUrl, clientId, clientSecret, timeoutMs, log } = settings
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      scope: 'payments',
    }
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    }
    const { status, body } = await request(`${authUrl}/connect/token`, init, timeoutMs)
    const granted = v.safeParse(Granted, body)
    if (status === 200 && granted.success) {
      const { access_token: value, expires_in: seconds } = granted.output
      known = { value, expiresAt: Date.now() + seconds * 1_000 - MARGIN_MS }
      return value
    }
    if (status >= 400 && status < 500 && status !== 429) {
      log?.(
        { status, error: errorOf(body) },
        'TrueLayer gives us no token: look at the client id and its secret',
      )
    }
    throw new RailUnavailableError(`no token from TrueLayer: status ${status}`)
  }

  return {
    /** @throws RailUnavailableError */
    async get(): Promise<string> {
      if (known && Date.now() < known.expiresAt) return known.value
      fetching ??= fetchToken().finally(() => {
        fetching = undefined
      })
      return fetching
    },
    /** A token can be revoked before its time. One that was replaced meanwhile is gone already. */
    forget(value: string): void {
      if (known?.value === value) known = undefined
    },
  }
}

/** One of the words of RFC 6749, 5.2. */
function errorOf(body: unknown): string {
  const parsed = v.safeParse(v.object({ error: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/)) }), body)
  return parsed.success ? parsed.output.error : 'unknown'
}
