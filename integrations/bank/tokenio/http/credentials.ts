import { createPrivateKey, type KeyObject } from 'node:crypto'
import { FlattenedSign } from 'jose'

/**
 * Access to Token.io by an enrolled key that signs requests, or by an API key. Only the sandbox accepts an API key.
 */
export type TokenIoCredentials =
  | { apiKey: string }
  | {
      /** `m:…`, assigned by Token.io. */
      memberId: string
      keyId: string
      /** PEM of the private key: Ed25519, RSA or EC P-256. Token.io has its public part. */
      privateKey: string
    }

export interface SignedRequest {
  method: string
  host: string
  /** As sent, without the query. */
  path: string
  body?: string | undefined
}

/** Lifetime of a token. Token.io accepts less than ten minutes. */
const LIFETIME_MS = 5 * 60_000

/**
 * Creates the `authorization` header of each request, a detached JWS. The JWS header names the member, the key and
 * the request. The payload is the body.
 * https://docs.token.io/products/tpp/integration-considerations/authentication-keys-api-signing
 *
 * @throws RangeError if the private key is of another kind
 */
export function createAuthorization(
  credentials: TokenIoCredentials,
): (request: SignedRequest) => Promise<string> {
  if ('apiKey' in credentials) return async () => `Basic ${credentials.apiKey}`
  const { memberId: mid, keyId: kid } = credentials
  const key = createPrivateKey(credentials.privateKey.replaceAll('\\n', '\n'))
  const alg = algorithmOf(key)
  return async ({ method, host, path, body = '' }) => {
    const exp = String(Date.now() + LIFETIME_MS)
    const jws = await new FlattenedSign(new TextEncoder().encode(body))
      .setProtectedHeader({ alg, kid, mid, host, method, path, exp })
      .sign(key)
    return `Bearer ${jws.protected}..${jws.signature}`
  }
}

/** JWS algorithms by Node's names of key types; an EC key by its curve. */
const ALGORITHMS: Partial<Record<string, string>> = { ed25519: 'EdDSA', rsa: 'RS256', prime256v1: 'ES256' }

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const algorithm = ALGORITHMS[asymmetricKeyDetails?.namedCurve ?? String(asymmetricKeyType)]
  if (!algorithm) throw new RangeError('the Token.io key must be Ed25519, RSA or EC P-256')
  return algorithm
}
