import { createHash } from 'node:crypto'

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
/**
 * Token.io allows at most 18 characters.
 *
 * @see docs/token-io.md
 */
const LENGTH = 18

/**
 * Encodes the first 90 bits of SHA-256 in Crockford's base 32.
 *
 * @see https://www.crockford.com/base32.html
 */
export function refIdOf(id: string): string {
  const hash = createHash('sha256').update(id).digest()
  let bits = 0n
  for (const byte of hash.subarray(0, 12)) bits = (bits << 8n) | BigInt(byte)
  const digits = Array.from(
    { length: LENGTH },
    (_, place) => DIGITS[Number((bits >> BigInt(91 - 5 * place)) & 31n)],
  )
  return digits.join('')
}
