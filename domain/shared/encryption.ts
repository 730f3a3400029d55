import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { LinkKey } from '../payment/payment-link.ts'

export interface EncryptedText {
  kid: string
  bytes: Uint8Array
}

const SALT_BYTES = 16
const TAG_BYTES = 16
const KEY_BYTES = 32
const IV_BYTES = 12

/**
 * Encrypts with AES-256-GCM, with a derived key and IV for each text.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5869
 */
export function encryptText(
  purpose: string,
  text: string,
  context: string,
  ring: readonly LinkKey[],
): EncryptedText {
  const [current] = ring
  if (!current) throw new RangeError('the key ring is empty')
  const salt = randomBytes(SALT_BYTES)
  const { key, iv } = derive(purpose, current, salt)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return { kid: current.kid, bytes: Buffer.concat([salt, cipher.getAuthTag(), encrypted]) }
}

export function decryptText(
  purpose: string,
  { kid, bytes }: EncryptedText,
  context: string,
  ring: readonly LinkKey[],
): string | undefined {
  const known = ring.find((candidate) => candidate.kid === kid)
  if (!known || bytes.length < SALT_BYTES + TAG_BYTES) return undefined
  const { key, iv } = derive(purpose, known, bytes.subarray(0, SALT_BYTES))
  const decipher = createDecipheriv('aes-256-gcm', key, iv)
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(SALT_BYTES, SALT_BYTES + TAG_BYTES))
  try {
    const text = decipher.update(bytes.subarray(SALT_BYTES + TAG_BYTES))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

function derive(purpose: string, { kid, secret }: LinkKey, salt: Uint8Array): { key: Buffer; iv: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', secret, salt, `${purpose}\n${kid}`, KEY_BYTES + IV_BYTES))
  return { key: bytes.subarray(0, KEY_BYTES), iv: bytes.subarray(KEY_BYTES) }
}
