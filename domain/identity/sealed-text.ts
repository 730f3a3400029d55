import { createSecretKey } from 'node:crypto'
import { decryptText, encryptText } from '../shared/encryption.ts'

const PURPOSE = 'duewell account mail'

export function sealText(text: string, secret: string): string {
  return Buffer.from(encryptText(PURPOSE, text, '', ringOf(secret)).bytes).toString('base64url')
}

/** @throws Error if the text was sealed with another secret or changed */
export function openText(sealed: string, secret: string): string {
  const [key] = ringOf(secret)
  const bytes = Buffer.from(sealed, 'base64url')
  const text = decryptText(PURPOSE, { kid: key.kid, bytes }, '', [key])
  if (text === undefined) throw new Error('unable to authenticate the sealed text')
  return text
}

function ringOf(secret: string) {
  return [{ kid: 'auth', secret: createSecretKey(secret, 'utf8') }] as const
}
