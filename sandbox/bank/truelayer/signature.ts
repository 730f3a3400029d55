import { type KeyObject, sign, verify } from 'node:crypto'
import { object } from '../control/parse.ts'

export interface SignedRequest {
  method: string
  path: string
  body: string
}

export interface SigningKey {
  key: KeyObject
  kid: string
  jku?: string
}

/**
 * R and S have 66 bytes each.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.4
 */
const SIGNATURE_BYTES = 132

/**
 * The code does not use truelayer-signing, so that tests compare two implementations.
 *
 * @see https://github.com/TrueLayer/truelayer-signing/blob/main/request-signing-v2.md
 */
export function signRequest(
  { key, kid, jku }: SigningKey,
  request: SignedRequest,
  headers: readonly [name: string, value: string][],
): string {
  const names = headers.map(([name]) => name).join(',')
  const protectedHeader = { alg: 'ES512', kid, tl_version: '2', tl_headers: names, ...(jku ? { jku } : {}) }
  const header = encode(JSON.stringify(protectedHeader))
  const bytes = sign('sha512', covered(header, request, headers), { key, dsaEncoding: 'ieee-p1363' })
  return `${header}..${bytes.toString('base64url')}`
}

export interface Claim extends SignedRequest {
  signature: string
  headers: Record<string, string>
  requiredHeaders: readonly string[]
}

export function signatureFault(
  { signature, headers, requiredHeaders, ...request }: Claim,
  keyOf: (kid: string) => KeyObject | undefined,
): string | undefined {
  const [header = '', payload, encoded = '', ...more] = signature.split('.')
  const claimed = headerOf(header)
  if (!claimed || payload !== '' || more.length > 0) return 'is no detached JWS'
  const { alg, kid, tl_version: version, tl_headers: names = '' } = claimed
  if (alg !== 'ES512') return 'has another alg than ES512'
  if (version !== '2') return 'has another tl_version than 2'
  if (typeof kid !== 'string' || typeof names !== 'string') return 'has a header of another type'
  const key = keyOf(kid)
  if (key?.asymmetricKeyDetails?.namedCurve !== 'secp521r1') return 'has a kid that is unknown'
  const signed = names.split(',').filter((name) => name !== '')
  const isSigned = (wanted: string) => signed.some((name) => name.toLowerCase() === wanted.toLowerCase())
  const missing = requiredHeaders.find((wanted) => !isSigned(wanted))
  if (missing) return `does not cover ${missing}`
  const given = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const lines = signed.map((name): [string, string] => [name, given.get(name.toLowerCase()) ?? ''])
  const bytes = Buffer.from(encoded, 'base64url')
  const isGenuine =
    bytes.length === SIGNATURE_BYTES &&
    verify('sha512', covered(header, request, lines), { key, dsaEncoding: 'ieee-p1363' }, bytes)
  return isGenuine ? undefined : 'is of something else, or by somebody else'
}

function covered(
  header: string,
  { method, path, body }: SignedRequest,
  headers: readonly [string, string][],
): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\n`).join('')
  return Buffer.from(`${header}.${encode(`${method.toUpperCase()} ${path}\n${lines}${body}`)}`)
}

function headerOf(encoded: string): Record<string, unknown> | undefined {
  try {
    return object(JSON.parse(Buffer.from(encoded, 'base64url').toString()))
  } catch {
    return undefined
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}
