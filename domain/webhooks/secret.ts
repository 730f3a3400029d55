import type { LinkKey } from '../payment/payment-link.ts'
import { decryptText, encryptText } from '../shared/encryption.ts'

export interface SealedSecret {
  kid: string
  sealed: string
}

const PURPOSE = 'duewell-webhook-secret'

export function sealSecret(secret: string, endpointId: string, ring: readonly LinkKey[]): SealedSecret {
  const { kid, bytes } = encryptText(PURPOSE, secret, endpointId, ring)
  return { kid, sealed: Buffer.from(bytes).toString('base64url') }
}

/** @throws RangeError if the ring has no such key, or the secret is of another endpoint */
export function openSecret(
  { kid, sealed }: SealedSecret,
  endpointId: string,
  ring: readonly LinkKey[],
): string {
  const secret = decryptText(PURPOSE, { kid, bytes: Buffer.from(sealed, 'base64url') }, endpointId, ring)
  if (secret === undefined) throw new RangeError(`cannot decrypt a secret of ${endpointId} with key ${kid}`)
  return secret
}
