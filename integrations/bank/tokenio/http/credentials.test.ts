import { generateKeyPairSync, type KeyObject, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createAuthorization } from './credentials.ts'

const pem = (key: KeyObject, type: 'pkcs8' | 'pkcs1' | 'sec1' = 'pkcs8') =>
  key.export({ type, format: 'pem' }).toString()
const ed25519 = generateKeyPairSync('ed25519')
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })

describe("Token.io's authorization header", () => {
  it.each([
    ['EdDSA', 'PKCS #8', pem(ed25519.privateKey), ed25519.publicKey],
    ['RS256', 'PKCS #8', pem(rsa.privateKey), rsa.publicKey],
    ['RS256', 'PKCS #1', pem(rsa.privateKey, 'pkcs1'), rsa.publicKey],
    ['ES256', 'PKCS #8', pem(p256.privateKey), p256.publicKey],
    [
      'ES256',
      'SEC 1, line ends escaped',
      pem(p256.privateKey, 'sec1').replaceAll('\n', '\\n'),
      p256.publicKey,
    ],
  ])('signs request and body with %s by a %s key', async (alg, _, privateKey, publicKey) => {
    const authorize = createAuthorization({ memberId: 'm:1', keyId: 'key-1', privateKey })
    const request = { method: 'POST', host: 'api.token.io', path: '/v2/payments' }
    const before = Date.now()
    const header = await authorize({ ...request, body: '{"a":"ø"}' })
    const [, encoded = '', signature = ''] = /^Bearer ([\w-]+)\.\.([\w-]+)$/.exec(header) ?? []
    const claims = JSON.parse(Buffer.from(encoded, 'base64url').toString()) as Record<string, string>
    expect(claims).toEqual({ alg, kid: 'key-1', mid: 'm:1', ...request, exp: expect.stringMatching(/^\d+$/) })
    expect(Number(claims['exp']) - before).toBeLessThan(10 * 60_000)
    const signed = Buffer.from(`${encoded}.${Buffer.from('{"a":"ø"}').toString('base64url')}`)
    const key = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const
    const digest = alg === 'EdDSA' ? null : 'sha256'
    expect(verify(digest, signed, key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it('signs an empty body when a request has none', async () => {
    const authorize = createAuthorization({
      memberId: 'm:1',
      keyId: 'key-1',
      privateKey: pem(ed25519.privateKey),
    })
    const header = await authorize({ method: 'GET', host: 'api.token.io', path: '/v2/banks' })
    const [, encoded = '', signature = ''] = /^Bearer ([\w-]+)\.\.([\w-]+)$/.exec(header) ?? []
    const key = ed25519.publicKey
    expect(verify(null, Buffer.from(`${encoded}.`), key, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it.each([
    ['X25519', generateKeyPairSync('x25519')],
    ['EC P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ])('refuses a signing key of the kind %s', (_, { privateKey }) => {
    const credentials = { memberId: 'm:1', keyId: 'key-1', privateKey: pem(privateKey) }
    expect(() => createAuthorization(credentials)).toThrow('must be Ed25519, RSA or EC P-256')
  })
})
