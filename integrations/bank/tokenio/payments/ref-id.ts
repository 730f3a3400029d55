import { createHash } from 'node:crypto'

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
/** Token.io: at most 18 letters, digits and hyphens. */
const LENGTH = 18

/**
 * The `refId` of an attempt or a refund, whose own ids are too long for it: the first 90 bits of their SHA-256 in
 * Crockford's base 32. The same id always gives the same one, which is how it is found again.
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
