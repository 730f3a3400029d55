import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Store } from './store.ts'

export interface Signer {
  /** The public keys, as published for `jku`. */
  jwks(): object
  /**
   * A `Tl-Signature` over the webhook, with its timestamp header signed.
   *
   * @param by a stranger says to be the bank, with another key
   */
  sign(path: string, headers: [string, string][], body: string, by: 'bank' | 'stranger'): string
}

/**
 * The bank's own key pair, made once, and detached ES512 signatures as TrueLayer's webhooks carry them: over
 * `POST <path>`, the listed headers and the raw body, with `jku` naming where the key is published.
 */
export function createSigner(store: Store, jku: string): Signer {
  const pem = store.setting('signing_key', () =>
    generateKeyPairSync('ec', { namedCurve: 'P-521' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  )
  const key = createPrivateKey(pem)
  let stranger: KeyObject | undefined
  const kid = store.setting('signing_kid', () => crypto.randomUUID())
  return {
    jwks: () => ({
      keys: [{ ...createPublicKey(key).export({ format: 'jwk' }), kid, alg: 'ES512', use: 'sig' }],
    }),
    sign(path, headers, body, by) {
      const names = headers.map(([name]) => name).join(',')
      const header = encode(JSON.stringify({ alg: 'ES512', kid, tl_version: '2', tl_headers: names, jku }))
      const lines = headers.map(([name, value]) => `${name}: ${value}\n`).join('')
      const payload = encode(`POST ${path}\n${lines}${body}`)
      const signature = sign('sha512', Buffer.from(`${header}.${payload}`), {
        key: by === 'bank' ? key : strangersKey(),
        dsaEncoding: 'ieee-p1363',
      })
      return `${header}..${signature.toString('base64url')}`
    },
  }

  function strangersKey(): KeyObject {
    return (stranger ??= generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey)
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url')
}
