import { createHmac, timingSafeEqual } from 'node:crypto'

/** A signing key of the link ring. New links use the first key; the others only verify. */
export interface LinkKey {
  kid: string
  secret: Uint8Array
}

/** Octets of the HMAC in a new token: 22 characters of base64url. */
const SHORT_MAC = 16

/**
 * The token of a payment link: `<link id>.<kid>.<HMAC-SHA-256 over both>`. The link id is random and looked up
 * in the database; without a key of the ring nobody, not even a reader of the database, can make a token.
 *
 * The HMAC is cut to its first 128 bits, so that a link fits into a text message. RFC 2104 section 5 allows
 * half the hash, and never less than 80 bits.
 */
export function signLinkToken(linkId: string, ring: readonly LinkKey[]): string {
  return sign('duewell-pay-link', linkId, ring)
}

/**
 * The link id inside a genuine token; undefined for anything else, whatever is wrong with it. Links that were
 * sent before the HMAC was cut carry all of it, 43 characters instead of 22, and stay good.
 */
export function verifyLinkToken(token: string, ring: readonly LinkKey[]): string | undefined {
  const match = /^([a-z0-9_]{10,64})\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9_-]{22}|[A-Za-z0-9_-]{43})$/.exec(
    token,
  )
  return match ? verify('duewell-pay-link', match, ring) : undefined
}

/**
 * The token of a draft's preview: `<invoice id>_<last second>.<kid>.<HMAC>`, of the same keys. Nothing is kept of it.
 *
 * @param expiresAt milliseconds since 1970; cut to the second
 */
export function signPreviewToken(invoiceId: string, expiresAt: number, ring: readonly LinkKey[]): string {
  return sign('duewell-preview', `${invoiceId}_${Math.floor(expiresAt / 1_000)}`, ring)
}

/** The invoice's id inside a genuine token of a preview that is not over. @param now milliseconds since 1970 */
export function verifyPreviewToken(token: string, ring: readonly LinkKey[], now: number): string | undefined {
  const match = /^([a-z0-9_]{10,64}_\d{10})\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9_-]{22})$/.exec(token)
  const genuine = match && verify('duewell-preview', match, ring)
  if (!genuine) return undefined
  const at = genuine.lastIndexOf('_')
  return Number(genuine.slice(at + 1)) * 1_000 > now ? genuine.slice(0, at) : undefined
}

/** What a browser keeps of its walk through a preview, so that it comes back as it was given out. */
export function signWalk(walk: string, ring: readonly LinkKey[]): string {
  return sign('duewell-preview-walk', walk, ring)
}

/** What was given out; undefined for anything else. */
export function verifyWalk(kept: string, ring: readonly LinkKey[]): string | undefined {
  const match = /^(.*)\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9_-]{22})$/s.exec(kept)
  return match ? verify('duewell-preview-walk', match, ring) : undefined
}

type Purpose = 'duewell-pay-link' | 'duewell-preview' | 'duewell-preview-walk'

function sign(purpose: Purpose, subject: string, ring: readonly LinkKey[]): string {
  const [current] = ring
  if (!current) throw new RangeError('the link key ring is empty')
  const shortMac = mac(purpose, subject, current).subarray(0, SHORT_MAC)
  return `${subject}.${current.kid}.${shortMac.toString('base64url')}`
}

/** @param match a token's subject, key id and HMAC, as its pattern's groups */
function verify(purpose: Purpose, match: RegExpExecArray, ring: readonly LinkKey[]): string | undefined {
  const [, subject = '', kid = '', given = ''] = match
  const key = ring.find((candidate) => candidate.kid === kid)
  if (!key) return undefined
  const whole = mac(purpose, subject, key)
  const genuine = given.length === 22 ? whole.subarray(0, SHORT_MAC) : whole
  // As text, not as bytes: the last character has bits to spare, and only one spelling of a token is good.
  return timingSafeEqual(Buffer.from(genuine.toString('base64url')), Buffer.from(given)) ? subject : undefined
}

function mac(purpose: Purpose, subject: string, key: LinkKey): Buffer {
  return createHmac('sha256', key.secret).update(`${purpose}\n${key.kid}\n${subject}`).digest()
}
