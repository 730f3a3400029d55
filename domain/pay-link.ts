import { createHmac, timingSafeEqual } from 'node:crypto'

/** A signing key of the link ring. New links use the first key; the others only verify. */
export interface LinkKey {
  kid: string
  secret: Uint8Array
}

/**
 * The token of a payment link: `<link id>.<kid>.<HMAC-SHA-256 over both>`. The link id is random and looked up
 * in the database; without a key of the ring nobody, not even a reader of the database, can make a token.
 */
export function signLinkToken(linkId: string, ring: readonly LinkKey[]): string {
  const [current] = ring
  if (!current) throw new RangeError('the link key ring is empty')
  return `${linkId}.${current.kid}.${mac(linkId, current)}`
}

/** The link id inside a genuine token; undefined for anything else, whatever is wrong with it. */
export function verifyLinkToken(token: string, ring: readonly LinkKey[]): string | undefined {
  const match = /^([a-z0-9_]{10,64})\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9_-]{43})$/.exec(token)
  if (!match) return undefined
  const [, linkId = '', kid = '', given = ''] = match
  const key = ring.find((candidate) => candidate.kid === kid)
  if (!key) return undefined
  return timingSafeEqual(Buffer.from(mac(linkId, key)), Buffer.from(given)) ? linkId : undefined
}

function mac(linkId: string, key: LinkKey): string {
  return createHmac('sha256', key.secret)
    .update(`duewell-pay-link\n${key.kid}\n${linkId}`)
    .digest('base64url')
}
