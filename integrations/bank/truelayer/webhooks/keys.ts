import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, exportSPKI } from 'jose'
import { RailUnavailableError } from '../../rail.ts'

export interface KeyListOptions {
  /**
   * Milliseconds of the longest wait for the list; 3,000 by default. A webhook's sender waits ten seconds.
   */
  timeoutMs?: number
  /** Milliseconds of the shortest time between two fetches, failed ones included; 10,000 by default. */
  refetchMs?: number
  /** Milliseconds after which the list is read again; 3,600,000 by default. Withdrawn keys end then. */
  maxAgeMs?: number
}

/**
 * Finds the ES512 keys of a published list (JWKS). An unknown `kid` refetches the list. An old list stays in
 * use only while no newer list can be read.
 */
export function createKeyList(jku: string, options: KeyListOptions = {}) {
  const { timeoutMs = 3_000, refetchMs = 10_000, maxAgeMs = 3_600_000 } = options
  let fetchedAt = -Infinity
  const list = createRemoteJWKSet(new URL(jku), {
    timeoutDuration: timeoutMs,
    cooldownDuration: refetchMs,
    cacheMaxAge: maxAgeMs,
    // The pause of jose starts only after a success. The pause below also follows a failure.
    [customFetch]: async (url, init) => {
      if (Date.now() - fetchedAt < refetchMs) throw new Error('the last fetch was too recent')
      fetchedAt = Date.now()
      return fetch(url, init)
    },
  })

  /**
   * Exports PEM because truelayer-signing verifies 12 times slower from a JWK.
   *
   * @returns the key as SPKI PEM; undefined when the key is not in the list
   * @throws RailUnavailableError when no list can be read and no earlier list has the key
   */
  return async function findPem(kid: string): Promise<string | undefined> {
    const header = { alg: 'ES512', kid }
    try {
      return await exportSPKI(await list(header))
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return undefined
      const earlier = list.jwks()
      const key = earlier && (await createLocalJWKSet(earlier)(header).catch(() => undefined))
      if (key) return exportSPKI(key)
      throw new RailUnavailableError("TrueLayer's webhook keys are unreadable", { cause: error })
    }
  }
}
