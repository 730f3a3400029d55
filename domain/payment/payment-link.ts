import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Instant } from '../shared/calendar.ts'

/** The first key of a ring signs, and every key verifies. */
export interface LinkKey {
  kid: string
  secret: KeyObject
}

/**
 * RFC 2104 recommends at least half of the hash's length.
 *
 * @see https://www.rfc-editor.org/rfc/rfc2104#section-5
 */
const MAC_BYTES = 16

export function payUrl(
  linkId: string,
  { publicUrl, linkKeys }: { publicUrl: string; linkKeys: readonly LinkKey[] },
): string {
  return `${publicUrl}/pay/${signLinkToken(linkId, linkKeys)}`
}

export function signLinkToken(linkId: string, ring: readonly LinkKey[]): string {
  return sign('duewell-pay-link', linkId, ring)
}

export function verifyLinkToken(token: string, ring: readonly LinkKey[]): string | undefined {
  const match = /^([a-z0-9_]{10,64})\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9_-]{22})$/.exec(token)
  return match ? verify('duewell-pay-link', match, ring) : undefined
}

/**
 * Returns `<invoice id>_<expiry>.<key id>.<HMAC>`, with the expiry in seconds since 1970.
 */
export function signPreviewToken(invoiceId: string, expiresAt: Instant, ring: readonly LinkKey[]): string {
  return signUntil('duewell-preview', invoiceId, expiresAt, ring)
}

export function verifyPreviewToken(
  token: string,
  ring: readonly LinkKey[],
  now: Instant,
): string | undefined {
  return verifyUntil('duewell-preview', token, ring, now)
}

export function signViewToken(invoiceId: string, expiresAt: Instant, ring: readonly LinkKey[]): string {
  return signUntil('duewell-view', invoiceId, expiresAt, ring)
}

export function verifyViewToken(token: string, ring: readonly LinkKey[], now: Instant): string | undefined {
  return verifyUntil('duewell-view', token, ring, now)
}

export function signPreviewSession(session: string, ring: readonly LinkKey[]): string {
  return sign('duewell-preview-session', session, ring)
}

export function verifyPreviewSession(text: string, ring: readonly LinkKey[]): string | undefined {
  const match = /^(.*)\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9_-]{22})$/s.exec(text)
  return match ? verify('duewell-preview-session', match, ring) : undefined
}

/** The server must fetch no address that another person chose. */
export function signLogoAddress(url: string, ring: readonly LinkKey[]): string {
  return sign('duewell-bank-logo', Buffer.from(url).toString('base64url'), ring)
}

export function verifyLogoAddress(token: string, ring: readonly LinkKey[]): string | undefined {
  const match = /^([\w-]{1,4000})\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9_-]{22})$/.exec(token)
  const genuine = match && verify('duewell-bank-logo', match, ring)
  return genuine ? Buffer.from(genuine, 'base64url').toString() : undefined
}

const PAGES = { pay: 'duewell-pay-link', preview: 'duewell-preview', view: 'duewell-view' } as const

/**
 * NUL marks the place of a signature, because JSON text contains no NUL.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259#section-7
 */
export function withoutSignatures(json: string, ring: readonly LinkKey[]): string {
  const link = /\/(pay|preview|view)\/([a-z0-9_]{10,75})\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9_-]{22})(?![\w-])/g
  return json.replace(link, (path, page: keyof typeof PAGES, ...parts: string[]) => {
    const content = verify(PAGES[page], [path, ...parts], ring)
    return content === undefined ? path : `\0${page}/${content}\0`
  })
}

export function withSignatures(json: string, ring: readonly LinkKey[]): string {
  return json.replace(
    /\0(pay|preview|view)\/([a-z0-9_]+)\0/g,
    (_, page: keyof typeof PAGES, content: string) => `/${page}/${sign(PAGES[page], content, ring)}`,
  )
}

type Purpose =
  | 'duewell-bank-logo'
  | 'duewell-pay-link'
  | 'duewell-preview'
  | 'duewell-preview-session'
  | 'duewell-view'

function signUntil(purpose: Purpose, id: string, expiresAt: Instant, ring: readonly LinkKey[]): string {
  return sign(purpose, `${id}_${Math.floor(expiresAt / 1_000)}`, ring)
}

function verifyUntil(
  purpose: Purpose,
  token: string,
  ring: readonly LinkKey[],
  now: Instant,
): string | undefined {
  const match = /^([a-z0-9_]{10,64}_\d{10})\.([A-Za-z0-9-]{1,16})\.([A-Za-z0-9_-]{22})$/.exec(token)
  const genuine = match && verify(purpose, match, ring)
  if (!genuine) return undefined
  const at = genuine.lastIndexOf('_')
  return Number(genuine.slice(at + 1)) * 1_000 > now ? genuine.slice(0, at) : undefined
}

function sign(purpose: Purpose, content: string, ring: readonly LinkKey[]): string {
  const [current] = ring
  if (!current) throw new RangeError('the link key ring is empty')
  return `${content}.${current.kid}.${mac(purpose, content, current)}`
}

function verify(purpose: Purpose, match: readonly string[], ring: readonly LinkKey[]): string | undefined {
  const [, content = '', kid = '', given = ''] = match
  const key = ring.find((candidate) => candidate.kid === kid)
  if (!key) return undefined
  // Several texts decode to the same bytes, so the texts are compared:
  // https://www.rfc-editor.org/rfc/rfc4648#section-3.5
  const isValid = timingSafeEqual(Buffer.from(mac(purpose, content, key)), Buffer.from(given))
  return isValid ? content : undefined
}

function mac(purpose: Purpose, content: string, { kid, secret }: LinkKey): string {
  const hash = createHmac('sha256', secret).update(`${purpose}\n${kid}\n${content}`).digest()
  return hash.subarray(0, MAC_BYTES).toString('base64url')
}
