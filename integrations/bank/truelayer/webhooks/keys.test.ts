import { generateKeyPairSync, KeyObject, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Jwks, startJwks } from '../../../../test/support/jwks.ts'
import { RailUnavailableError } from '../../rail.ts'
import { createKeyList } from './keys.ts'

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
const unavailable: Parameters<Jwks['answer']>[0] = (response) => void response.writeHead(503).end()

const advance = (ms: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + ms })

function createReader() {
  const findKey = createKeyList(jwks.url, { timeoutMs: 60_000 })
  return async (kid = 'kid-1') => (await findKey(kid)) !== undefined
}

describe("TrueLayer's webhook keys", () => {
  it('reads the webhook keys again when the list is an hour old', async () => {
    const hasKey = createReader()
    const before = jwks.asked()
    expect([await hasKey(), await hasKey()]).toEqual([true, true])
    advance(HOUR_MS - 1_000)
    expect(await hasKey()).toBe(true)
    expect(jwks.asked()).toBe(before + 1)
    advance(2_000)
    expect(await Promise.all([hasKey(), hasKey()])).toEqual([true, true])
    expect(jwks.asked()).toBe(before + 2)
  })

  it('drops a withdrawn webhook key within an hour', async () => {
    const hasKey = createReader()
    expect(await hasKey()).toBe(true)
    jwks.answer(withdrawn)
    expect(await hasKey()).toBe(true)
    advance(HOUR_MS)
    expect(await hasKey()).toBe(false)
  })

  it('keeps an old key list while no newer one is readable, and retries every ten seconds', async () => {
    const hasKey = createReader()
    await hasKey()
    jwks.answer(unavailable)
    advance(HOUR_MS)
    const before = jwks.asked()
    expect([await hasKey(), await hasKey()]).toEqual([true, true])
    expect(jwks.asked()).toBe(before + 1)
    await expect(hasKey('another')).rejects.toThrow(RailUnavailableError)
    expect(jwks.asked()).toBe(before + 1)
    advance(10_000)
    jwks.answer(withdrawn)
    expect(await hasKey()).toBe(false)
  })

  it('fetches the key list once for concurrent webhooks with an unknown kid', async () => {
    const hasKey = createReader()
    await hasKey()
    const before = jwks.asked()
    advance(10_000)
    expect(await Promise.all([hasKey('a'), hasKey('b'), hasKey('a')])).toEqual([false, false, false])
    expect(await hasKey('c')).toBe(false)
    expect(jwks.asked()).toBe(before + 1)
  })

  it('converts a key once for each list', async () => {
    const conversion = vi.spyOn(KeyObject, 'from')
    const findKey = createKeyList(jwks.url, { timeoutMs: 60_000 })
    await findKey('kid-1')
    await findKey('kid-1')
    const converted = conversion.mock.calls.length
    const keys = await Promise.all(Array.from({ length: 50 }, () => findKey('kid-1')))
    expect(new Set(keys).size).toBe(1)
    expect(conversion.mock.calls).toHaveLength(converted)
    conversion.mockRestore()
  })

  it('fetches and converts nothing for forged webhooks with random kids', async () => {
    const hasKey = createReader()
    await hasKey()
    const before = jwks.asked()
    const conversion = vi.spyOn(KeyObject, 'from')
    const forged = Array.from({ length: 200 }, () => hasKey(randomUUID()))
    expect(new Set(await Promise.all(forged))).toEqual(new Set([false]))
    expect(jwks.asked()).toBe(before)
    expect(conversion).not.toHaveBeenCalled()
    conversion.mockRestore()
  })

  it('drops a withdrawn webhook key when an unknown kid refetches the list', async () => {
    const hasKey = createReader()
    expect([await hasKey(), await hasKey()]).toEqual([true, true])
    jwks.answer(withdrawn)
    advance(10_000)
    expect(await hasKey('another')).toBe(false)
    expect(await hasKey()).toBe(false)
  })

  it.each([null, 7, { kty: 'EC' }])('reads the other keys of a list that contains %j', async (odd) => {
    jwks.answer((response, keys) => void response.end(JSON.stringify({ keys: [odd, ...keys] })))
    expect(await createReader()()).toBe(true)
  })

  it('accepts a published key with coordinates that lack leading zeros', async () => {
    const { kid, x, ...key } = keyWithLeadingZero()
    const short = Buffer.from(x, 'base64url').subarray(1).toString('base64url')
    jwks.answer((response) => void response.end(JSON.stringify({ keys: [{ ...key, kid, x: short }] })))
    expect(await createReader()(kid)).toBe(true)
  })
})

function keyWithLeadingZero() {
  for (;;) {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    if (x.startsWith('AA')) return { kty: 'EC', crv: 'P-521', alg: 'ES512', kid: 'short', x, y }
  }
}
