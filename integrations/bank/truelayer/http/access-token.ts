import { LRUCache } from 'lru-cache'
import * as v from 'valibot'
import { RailUnavailableError } from '../../rail.ts'
import type { TrueLayerSettings } from '../options.ts'
import { type Backoff, createBackoff } from '../../shared/rate-limit-backoff.ts'
import { request } from './request.ts'

const MARGIN_MS = 60_000

const Granted = v.object({ access_token: v.pipe(v.string(), v.minLength(1)), expires_in: v.number() })

export function createAccessToken(settings: TrueLayerSettings) {
  const backoff = createBackoff()
  const tokens = new LRUCache<'token', string>({
    max: 1,
    ttl: 1,
    perf: Date,
    ttlResolution: 0,
    async fetchMethod(_key, _stale, { options }) {
      const { access_token: token, expires_in: seconds } = await requestToken(settings, backoff)
      options.ttl = Math.max(1, seconds * 1_000 - MARGIN_MS)
      return token
    },
  })
  return {
    get: (): Promise<string> => tokens.forceFetch('token'),
    /** Keeps a newer token that a concurrent caller fetched. */
    forget(token: string): void {
      if (tokens.peek('token') === token) tokens.delete('token')
    },
  }
}

async function requestToken(
  settings: TrueLayerSettings,
  backoff: Backoff,
): Promise<v.InferOutput<typeof Granted>> {
  if (!(await backoff.waitForTurn())) {
    throw new RailUnavailableError('TrueLayer’s token endpoint asked for a longer pause')
  }
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
  const answer = await request(`${authUrl}/connect/token`, init, timeoutMs)
  backoff.onAnswer(answer)
  const { status, body } = answer
  const granted = v.safeParse(Granted, body)
  if (status === 200 && granted.success) return granted.output
  if (status >= 400 && status < 500 && status !== 429) {
    log?.(
      { rail: 'truelayer', status, error: errorOf(body), hint: 'check the client id and its secret' },
      'rail.token_refused',
    )
  }
  throw new RailUnavailableError(`TrueLayer granted no access token: status ${status}`)
}

function errorOf(body: unknown): string {
  const parsed = v.safeParse(v.object({ error: v.pipe(v.string(), v.regex(/^[a-z_]{1,40}$/)) }), body)
  return parsed.success ? parsed.output.error : 'unknown'
}
