import { createHmac, timingSafeEqual } from 'node:crypto'

const DAY_S = 24 * 3_600
/** Seconds since the last renewal. */
export const SESSION_S = 7 * DAY_S
/** Seconds. */
export const RENEWAL_S = DAY_S

export function cookieNames(publicUrl: string): { prefix: string; session: string; isSecure: boolean } {
  const isSecure = publicUrl.startsWith('https:')
  const prefix = isSecure ? '__Host-duewell' : 'duewell'
  return { prefix, session: `${prefix}.session_token`, isSecure }
}

export function sessionToken(
  cookies: string | undefined,
  { publicUrl, secret }: { publicUrl: string; secret: string },
): string | undefined {
  const value = readCookie(cookies, cookieNames(publicUrl).session)
  const [, token, signature] = /^([A-Za-z0-9]{20,64})\.([A-Za-z0-9+/]{43}=)$/.exec(value ?? '') ?? []
  if (token === undefined || signature === undefined) return undefined
  const expected = createHmac('sha256', secret).update(token).digest()
  return timingSafeEqual(expected, Buffer.from(signature, 'base64')) ? token : undefined
}

function readCookie(cookies: string | undefined, name: string): string | undefined {
  const pair = cookies?.split(/; */).find((one) => one.startsWith(`${name}=`))
  try {
    return pair && decodeURIComponent(pair.slice(name.length + 1))
  } catch {
    return undefined
  }
}

export function withoutSession(cookies: string | undefined, publicUrl: string): string {
  const { session } = cookieNames(publicUrl)
  const pairs = cookies?.split(/; */) ?? []
  return pairs.filter((pair) => !pair.startsWith(`${session}=`)).join('; ')
}
