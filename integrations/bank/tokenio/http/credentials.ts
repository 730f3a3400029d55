import { createPrivateKey, type KeyObject } from 'node:crypto'
import { FlattenedSign } from 'jose'

export type TokenIoCredentials =
  | { apiKey: string }
  | {
      memberId: string
      keyId: string
      /** Ed25519, RSA or EC P-256 key as PEM. */
      privateKey: string
    }

export interface SignedRequest {
  method: string
  host: string
  path: string
  body?: string | undefined
}

const LIFETIME_MS = 5 * 60_000

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

const ALGORITHMS: Partial<Record<string, string>> = { ed25519: 'EdDSA', rsa: 'RS256', prime256v1: 'ES256' }

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  const algorithm = ALGORITHMS[asymmetricKeyDetails?.namedCurve ?? String(asymmetricKeyType)]
  if (!algorithm) throw new RangeError('the Token.io key must be Ed25519, RSA or EC P-256')
  return algorithm
}
