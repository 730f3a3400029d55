import { createPrivateKey, type KeyObject } from 'node:crypto'
import * as v from 'valibot'

export const pem = v.pipe(
  v.string(),
  v.transform((value) => value.replaceAll('\\n', '\n')),
  v.includes('-----BEGIN', 'must be a PEM text'),
)

export const trueLayerKey = v.pipe(
  pem,
  v.check((text) => isOn('secp521r1', privateKey(text)), 'must be an EC private key (P-521)'),
)

export const tokenIoKey = v.pipe(
  pem,
  v.check((text) => {
    const key = privateKey(text)
    return ['ed25519', 'rsa'].includes(String(key?.asymmetricKeyType)) || isOn('prime256v1', key)
  }, 'must be a private key of Ed25519, RSA or P-256'),
)

function privateKey(text: string): KeyObject | undefined {
  try {
    return createPrivateKey(text)
  } catch {
    return undefined
  }
}

function isOn(curve: string, key: KeyObject | undefined): boolean {
  return key?.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === curve
}
