import * as v from 'valibot'
import { RailUnavailableError } from '../../rail.ts'
import { request } from '../http/request.ts'

/** Keys are fetched again for an unknown `kid`, but not more often than this, whoever asks. */
const REFETCH_MS = 10_000
/** A list older than this is read again before it is believed: a key that is not on it any more was withdrawn. */
const MAX_AGE_MS = 3_600_000
/** A sender waits ten seconds at most. Who has a key of a list that is not old does not wait at all. */
const TIMEOUT_MS = 3_000

const Key = v.object({
  kty: v.literal('EC'),
  crv: v.literal('P-521'),
  kid: v.pipe(v.string(), v.minLength(1)),
  x: v.pipe(v.string(), v.minLength(1)),
  y: v.pipe(v.string(), v.minLength(1)),
})
const Published = v.object({ keys: v.array(v.unknown()) })

type KeySet = Map<string, v.InferOutput<typeof Key>>

interface KnownKeys {
  latest: KeySet | undefined
  /** When `latest` was read. */
  readAt: number
  /** The last fetch, shared by all who came while it was under way; it may have failed. */
  fetch: Promise<KeySet>
  fetchedAt: number
}

export interface WebhookKeysOptions {
  /** How long fetching them may take, in milliseconds; 3,000 unless given. */
  timeoutMs?: number
  /** How long not to fetch them again, in milliseconds; 10,000 unless given. */
  refetchMs?: number
  /** For how long a list is believed, in milliseconds; 3,600,000 unless given. */
  maxAgeMs?: number
}

/**
 * The keys that are published at an address, as a JWKS with the one that was asked for, or with none. An old list is
 * believed only while no newer one can be read.
 */
export function createWebhookKeys(options: WebhookKeysOptions) {
  const { timeoutMs = TIMEOUT_MS, refetchMs = REFETCH_MS, maxAgeMs = MAX_AGE_MS } = options
  const sets = new Map<string, KnownKeys>()

  /** @throws RailUnavailableError when it is not known and the keys cannot be read */
  return async function jwksFor(jku: string, kid: string): Promise<string> {
    const known = sets.get(jku)
    const now = Date.now()
    if (known?.latest?.has(kid) && now - known.readAt < maxAgeMs) return jwksOf(known.latest, kid)
    const current = known && now - known.fetchedAt < refetchMs ? known : renew(jku, known)
    const keys = await current.fetch.catch((error: unknown) => {
      if (current.latest?.has(kid)) return current.latest
      throw error
    })
    return jwksOf(keys, kid)
  }

  function renew(jku: string, known: KnownKeys | undefined): KnownKeys {
    const { latest, readAt = 0 } = known ?? {}
    const renewed: KnownKeys = { latest, readAt, fetch: fetchKeys(jku, timeoutMs), fetchedAt: Date.now() }
    sets.set(jku, renewed)
    renewed.fetch.then(
      (keys) => Object.assign(renewed, { latest: keys, readAt: Date.now() }),
      // Told to who waits for it.
      () => {},
    )
    return renewed
  }
}

function jwksOf(keys: KeySet, kid: string): string {
  const key = keys.get(kid)
  return JSON.stringify({ keys: key ? [key] : [] })
}

/** An answer that lists no keys takes none away: only a list does. */
async function fetchKeys(jku: string, timeoutMs: number): Promise<KeySet> {
  const { status, body } = await request(jku, { method: 'GET' }, timeoutMs)
  const published = v.safeParse(Published, body)
  if (status !== 200 || !published.success) {
    throw new RailUnavailableError(`the keys of TrueLayer's webhooks cannot be read: status ${status}`)
  }
  const keys = published.output.keys.flatMap((key) => (v.is(Key, key) ? [v.parse(Key, key)] : []))
  return new Map(keys.map((key) => [key.kid, key]))
}
