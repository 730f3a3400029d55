import { KeyObject } from 'node:crypto'
import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors } from 'jose'
import * as v from 'valibot'
import { HOUR_MS } from '../../../../domain/shared/durations.ts'
import { RailUnavailableError } from '../../rail.ts'
import { readEach } from '../../shared/read-each.ts'

export interface KeyListOptions {
  timeoutMs?: number
  refetchMs?: number
  maxAgeMs?: number
}

const PublishedKeys = v.object({ keys: v.array(v.unknown()) })
const PublishedKey = v.looseObject({ kid: v.string() })

export function createKeyList(jku: string, options: KeyListOptions = {}) {
  const { timeoutMs = 3_000, refetchMs = 10_000, maxAgeMs = HOUR_MS } = options
  let fetchedAt = -Infinity
  let fetches = 0
  /** A successful fetch empties the map, because the new list may lack a key. */
  const converted = new Map<string, KeyObject>()
  const list = createRemoteJWKSet(new URL(jku), {
    timeoutDuration: timeoutMs,
    cooldownDuration: refetchMs,
    cacheMaxAge: maxAgeMs,
    // jose's cooldown starts after a successful fetch, so the check also counts failed fetches:
    // https://github.com/panva/jose/blob/main/docs/jwks/remote/interfaces/RemoteJWKSetOptions.md
    [customFetch]: async (url, init) => {
      if (Date.now() - fetchedAt < refetchMs) throw new Error('the last fetch was too recent')
      fetchedAt = Date.now()
      fetches += 1
      const response = await readableKeys(await fetch(url, init))
      if (response.ok) converted.clear()
      return response
    },
  })

  /** @throws RailUnavailableError if no list can be read and no earlier list has the key */
  return async function findKey(kid: string): Promise<KeyObject | undefined> {
    const known = converted.get(kid)
    if (known && list.fresh) return known
    const header = { alg: 'ES512', kid }
    const before = fetches
    try {
      const key = KeyObject.from(await list(header))
      // A fetch during the call may have removed the key.
      if (fetches === before && !list.reloading) converted.set(kid, key)
      return key
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return undefined
      if (known) return known
      const earlier = list.jwks()
      const key = earlier && (await createLocalJWKSet(earlier)(header).catch(() => undefined))
      if (key) return KeyObject.from(key)
      throw new RailUnavailableError("TrueLayer's webhook keys are unreadable", { cause: error })
    }
  }
}

/** An unreadable key must not make the other keys unusable. */
async function readableKeys(response: Response): Promise<Response> {
  if (response.status !== 200) return response
  const { keys } = v.parse(PublishedKeys, await response.json())
  return Response.json({ keys: readEach(PublishedKey, keys).items })
}
