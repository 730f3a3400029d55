import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { sign, verify } from 'truelayer-signing'
import { describe, expect, it } from 'vitest'
import { type Claim, signatureFault, signRequest } from './signature.ts'

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-521' })
const ours = pair()
const pemOf = (key: KeyObject) =>
  key.export({ type: key.type === 'private' ? 'pkcs8' : 'spki', format: 'pem' }).toString()
const publicKeyPem = pemOf(ours.publicKey)
const jwks = JSON.stringify({ keys: [{ ...ours.publicKey.export({ format: 'jwk' }), kid: 'kid-1' }] })

const MESSAGES = {
  'a request': {
    path: '/v3/payments',
    name: 'Idempotency-Key',
    value: 'pat_1',
    body: '{"currency":"EUR","note":"Crédit №1 🏦\\n"}',
  },
  'a request without a body': {
    path: '/v3/payments/1/actions/cancel',
    name: 'Idempotency-Key',
    value: 'cancel-1',
    body: '',
  },
  'a webhook': {
    path: '/webhooks/truelayer',
    name: 'X-TL-Webhook-Timestamp',
    value: '2026-11-23T10:00:00Z',
    body: '{"type":"payment_settled"}',
  },
} as const
type Message = { path: string; name: string; value: string; body: string }

type Sign = (message: Message, key?: KeyObject, kid?: string) => string
const SIGNERS: Record<string, Sign> = {
  'signed here': ({ path, name, value, body }, key = ours.privateKey, kid = 'kid-1') =>
    signRequest({ key, kid }, { method: 'POST', path, body }, [[name, value]]),
  'signed by truelayer-signing': ({ path, name, value, body }, key = ours.privateKey, kid = 'kid-1') =>
    sign({ kid, privateKeyPem: pemOf(key), method: 'POST' as never, path, headers: { [name]: value }, body }),
}

type Verify = (claim: Claim) => void
const VERIFIERS: Record<string, Verify> = {
  'verified here': (claim) => {
    const fault = signatureFault(claim, (kid) => (kid === 'kid-1' ? ours.publicKey : undefined))
    if (fault) throw new Error(fault)
  },
  'verified by truelayer-signing': ({ requiredHeaders, method, ...claim }) =>
    verify({ ...claim, publicKeyPem, method: method as never, requiredHeaders: [...requiredHeaders] }),
}

const claimOf = ({ path, name, value, body }: Message, signature: string): Claim => ({
  signature,
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', [name.toLowerCase()]: value },
  requiredHeaders: [name],
  body,
})
const headerOf = (signature: string) =>
  JSON.parse(Buffer.from(signature.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const withHeader = (signature: string, changes: object) =>
  signature.replace(/^[^.]+/, encode({ ...headerOf(signature), ...changes }))

const TAMPERED: [string, (claim: Claim) => Claim][] = [
  ['the body', (claim) => ({ ...claim, body: `${claim.body} ` })],
  ['the path', (claim) => ({ ...claim, path: `${claim.path}/2` })],
  ['the method', (claim) => ({ ...claim, method: 'PUT' })],
  ['a header’s value', (claim) => ({ ...claim, headers: { [claim.requiredHeaders[0] ?? '']: 'other' } })],
  ['a header, left out', (claim) => ({ ...claim, headers: {} })],
  ['the kid', (claim) => ({ ...claim, signature: withHeader(claim.signature, { kid: 'kid-2' }) })],
  ['the version', (claim) => ({ ...claim, signature: withHeader(claim.signature, { tl_version: '1' }) })],
  [
    'the headers’ list',
    (claim) => ({ ...claim, signature: withHeader(claim.signature, { tl_headers: '' }) }),
  ],
  ['the headers wanted', (claim) => ({ ...claim, requiredHeaders: ['X-Another'] })],
  ['alg: none', (claim) => ({ ...claim, signature: withHeader(claim.signature, { alg: 'none' }) })],
  ['alg: none, unsigned', (claim) => ({ ...claim, signature: `${unsigned(claim, 'none')}..` })],
  ['alg: ES256', (claim) => ({ ...claim, signature: withHeader(claim.signature, { alg: 'ES256' }) })],
  ['alg: HS512, by the public key', (claim) => ({ ...claim, signature: hmac(claim) })],
  ['the signature, cut', (claim) => ({ ...claim, signature: claim.signature.slice(0, -40) })],
  ['the signature, empty', (claim) => ({ ...claim, signature: '..' })],
  ['the signature, rubbish', (claim) => ({ ...claim, signature: 'rubbish' })],
]

function unsigned({ signature }: Claim, alg: string): string {
  return encode({ ...headerOf(signature), alg })
}

/**
 * A verifier must not accept HMAC with the public key as the secret.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8725#section-3.1
 */
function hmac(claim: Claim): string {
  const header = unsigned(claim, 'HS512')
  const [name = ''] = claim.requiredHeaders
  const line = `${name}: ${claim.headers[name.toLowerCase()]}\n`
  const payload = Buffer.from(`POST ${claim.path}\n${line}${claim.body}`).toString('base64url')
  const mac = createHmac('sha512', pemOf(ours.publicKey)).update(`${header}.${payload}`)
  return `${header}..${mac.digest('base64url')}`
}

const pairs = Object.entries(SIGNERS).flatMap(([by, signs]) =>
  Object.entries(VERIFIERS).map(([at, verifies]) => ({ by, at, signs, verifies })),
)

describe.each(pairs)('a signature $by and $at', ({ signs, verifies }) => {
  it.each(Object.entries(MESSAGES))('accepts the signature of %s', (_, message) => {
    expect(() => verifies(claimOf(message, signs(message)))).not.toThrow()
  })

  it.each(TAMPERED)('refuses a signature after a change of %s', (_, change) => {
    for (const message of Object.values(MESSAGES)) {
      expect(() => verifies(change(claimOf(message, signs(message))))).toThrow(Error)
    }
  })

  it('refuses a signature by another key, under either key id', () => {
    for (const message of Object.values(MESSAGES)) {
      for (const kid of ['kid-1', 'kid-2']) {
        expect(() => verifies(claimOf(message, signs(message, pair().privateKey, kid)))).toThrow(Error)
      }
    }
  })
})

// The library needs 50 ms of CPU time for a JWK.
it.each(Object.entries(MESSAGES))('is accepted by the published key when it signs %s', (_, message) => {
  const { method, requiredHeaders, ...claim } = claimOf(message, SIGNERS['signed here']?.(message) ?? '')
  expect(() =>
    verify({ ...claim, jwks, method: method as never, requiredHeaders: [...requiredHeaders] }),
  ).not.toThrow()
})
