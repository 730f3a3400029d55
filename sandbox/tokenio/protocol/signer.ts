import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Store } from '../model/store.ts'

export interface Signer {
  /** 32 bytes in base64url. */
  publicKey: string
  sign(body: string, by: 'token.io' | 'stranger'): string
}

export function createSigner(store: Store, given?: string, keyOwner = ''): Signer {
  const pem =
    given ??
    store.setting(`webhook_key${keyOwner && `:${keyOwner}`}`, () =>
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    )
  const key = createPrivateKey(pem)
  let stranger: KeyObject | undefined
  return {
    publicKey: createPublicKey(key).export({ format: 'jwk' }).x ?? '',
    sign: (body, by) =>
      sign(null, Buffer.from(body), by === 'stranger' ? foreignKey() : key).toString('base64url'),
  }

  function foreignKey(): KeyObject {
    return (stranger ??= generateKeyPairSync('ed25519').privateKey)
  }
}
