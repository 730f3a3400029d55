import { createHash } from 'node:crypto'

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
/**
 * The length of each `refId`, the maximum at Token.io, in characters.
 *
 * @see docs/token-io.md
 */
const LENGTH = 18

/**
 * Derives the `refId` from our id of an attempt or refund. The text has the first 90 bits of SHA-256 in
 * Crockford's base 32.
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
