import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Jwks, startJwks } from '../../../../test/support/jwks.ts'
import { RailUnavailableError } from '../../rail.ts'
import { createWebhookKeys } from './keys.ts'

const HOUR_MS = 3_600_000

let jwks: Jwks
beforeAll(async () => {
  jwks = await startJwks()
})
afterEach(() => {
  vi.useRealTimers()
  jwks.answer((response, keys) => void response.end(JSON.stringify({ keys })))
})
afterAll(() => jwks.close())

const withdrawn: Parameters<Jwks['answer']>[0] = (response) => void response.end('{"keys":[]}')
const away: Parameters<Jwks['answer']>[0] = (response) => void response.writeHead(503).end()

const later = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })

/** Asks for the key of a verifier's own, and says whether it is believed. */
function verifier() {
  const jwksFor = createWebhookKeys({ timeoutMs: 500 })
  return async (kid = 'kid-1') => (await jwksFor(jwks.url, kid)).includes(kid)
}

describe('the key of a webhook', () => {
  it('is read once in an hour, and then again', async () => {
    const believes = verifier()
    const before = jwks.asked()
    expect([await believes(), await believes()]).toEqual([true, true])
    later(HOUR_MS - 1_000)
    expect(await believes()).toBe(true)
    expect(jwks.asked()).toBe(before + 1)
    later(2_000)
    expect(await Promise.all([believes(), believes()])).toEqual([true, true])
    expect(jwks.asked()).toBe(before + 2)
  })

  it('that was withdrawn is not believed any more an hour later', async () => {
    const believes = verifier()
    expect(await believes()).toBe(true)
    jwks.answer(withdrawn)
    expect(await believes()).toBe(true)
    later(HOUR_MS)
    expect(await believes()).toBe(false)
  })

  it('is believed while no newer list can be read, and asked for every ten seconds', async () => {
    const believes = verifier()
    await believes()
    jwks.answer(away)
    later(HOUR_MS)
    const before = jwks.asked()
    expect([await believes(), await believes()]).toEqual([true, true])
    expect(jwks.asked()).toBe(before + 1)
    await expect(believes('another')).rejects.toThrow(RailUnavailableError)
    later(10_000)
    jwks.answer(withdrawn)
    expect(await believes()).toBe(false)
  })
})
