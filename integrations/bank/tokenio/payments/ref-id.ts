import { createHash } from 'node:crypto'

const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz'
/** Token.io's limit: 18 letters, digits and hyphens. */
const LENGTH = 18

/**
 * Derives the `refId` of an attempt or a refund, whose own ids are too long for Token.io.
 * Takes the first 90 bits of the id's SHA-256 in Crockford's base 32, so a search can derive it again.
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
