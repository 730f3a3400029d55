import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** The first key of a ring seals, and every key opens. */
export interface SealKey {
  kid: string
  secret: Uint8Array
}

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts with AES-256-GCM, and returns `<key id>.<base64url>`.
 *
 * @param context must be the same to open the text
 * @throws RangeError for an empty ring
 * @see https://doi.org/10.6028/NIST.SP.800-38D
 */
export function seal(text: string, context: string, ring: readonly SealKey[]): string {
  const [key] = ring
  if (!key) throw new RangeError('the key ring is empty')
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(CIPHER, derive(key), iv).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return `${key.kid}.${sealed.toString('base64url')}`
}

/** @throws Error for an unknown key, and for a changed text or context */
export function unseal(sealed: string, context: string, ring: readonly SealKey[]): string {
  const kid = keyIdOf(sealed)
  const key = ring.find((candidate) => candidate.kid === kid)
  if (!key) throw new RangeError(`the key ring has no key ${kid}`)
  const bytes = Buffer.from(sealed.slice(kid.length + 1), 'base64url')
  const decipher = createDecipheriv(CIPHER, derive(key), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-TAG_BYTES))
  const content = bytes.subarray(IV_BYTES, -TAG_BYTES)
  return Buffer.concat([decipher.update(content), decipher.final()]).toString('utf8')
}

export function isSealedWithNewest(sealed: string, [newest]: readonly SealKey[]): boolean {
  return keyIdOf(sealed) === newest?.kid
}

function keyIdOf(sealed: string): string {
  return sealed.slice(0, sealed.indexOf('.'))
}

/** The same ring signs links, so the derived key must differ. */
function derive({ secret }: SealKey): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'duewell-sealed-text', 32))
}
