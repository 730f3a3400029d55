import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { signRequest } from './signature.ts'
import type { Store } from '../store/store.ts'

export interface Signer {
  jwks(): object
  sign(path: string, headers: [string, string][], body: string, by: 'bank' | 'stranger'): string
}

export function createSigner(store: Store, jku: string, keyOwner = ''): Signer {
  const suffix = keyOwner && `:${keyOwner}`
  const pem = store.setting(`signing_key${suffix}`, () =>
    generateKeyPairSync('ec', { namedCurve: 'P-521' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  )
  const key = createPrivateKey(pem)
  let stranger: KeyObject | undefined
  const kid = store.setting(`signing_kid${suffix}`, () => crypto.randomUUID())
  return {
    jwks: () => ({
      keys: [{ ...createPublicKey(key).export({ format: 'jwk' }), kid, alg: 'ES512', use: 'sig' }],
    }),
    sign(path, headers, body, by) {
      const signingKey = { key: by === 'bank' ? key : foreignKey(), kid, jku }
      return signRequest(signingKey, { method: 'POST', path, body }, headers)
    },
  }

  function foreignKey(): KeyObject {
    return (stranger ??= generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey)
  }
}
