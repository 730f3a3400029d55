import { createPrivateKey, type KeyObject, sign } from 'node:crypto'

/** How requests are authenticated: signed with an enrolled key, or with an API key, which only the sandbox takes. */
export type TokenIoCredentials =
  | { apiKey: string }
  | {
      /** `m:…`, assigned by Token.io. */
      memberId: string
      keyId: string
      /** PEM of the private key whose public part is enrolled: Ed25519, RSA or EC P-256. */
      privateKey: string
    }

export interface SignedRequest {
  method: string
  host: string
  /** As sent, without the query. */
  path: string
  body?: string | undefined
}

/** Token.io asks for less than ten minutes; a request that waited longer than this is of no use. */
const LIFETIME_MS = 5 * 60_000

/**
 * The `authorization` header of each request. A JWT is minted for every one: its header names the member, the key
 * and the request, its payload is the body, which the token itself leaves out (detached).
 * https://docs.token.io/products/tpp/integration-considerations/authentication-keys-api-signing
 */
export function createAuthorization(credentials: TokenIoCredentials): (request: SignedRequest) => string {
  if ('apiKey' in credentials) return () => `Basic ${credentials.apiKey}`
  const { memberId: mid, keyId: kid } = credentials
  const key = createPrivateKey(credentials.privateKey.replaceAll('\\n', '\n'))
  const alg = algorithmOf(key)
  return ({ method, host, path, body = '' }) => {
    const exp = String(Date.now() + LIFETIME_MS)
    const header = encode(JSON.stringify({ alg, kid, mid, host, method, path, exp }))
    const signed = Buffer.from(`${header}.${encode(body)}`)
    const digest = alg === 'EdDSA' ? null : 'sha256'
    const signature = sign(digest, signed, { key, dsaEncoding: 'ieee-p1363' })
    return `Bearer ${header}..${signature.toString('base64url')}`
  }
}

/** By the key's type in Node's words. */
const ALGORITHMS: Partial<Record<string, string>> = { ed25519: 'EdDSA', rsa: 'RS256', ec: 'ES256' }

function algorithmOf({ asymmetricKeyType }: KeyObject): string {
  const algorithm = ALGORITHMS[String(asymmetricKeyType)]
  if (!algorithm) throw new RangeError('the Token.io key must be Ed25519, RSA or EC P-256')
  return algorithm
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}
