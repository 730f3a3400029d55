import { createHash, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import type { Context, MiddlewareHandler, Next } from 'hono'
import { object } from '../../bank/control/parse.ts'
import { apiError } from './errors.ts'
import { memberWith, membersOf, type TokenIoMember, type TokenIoOptions } from '../model/options.ts'

const LONGEST_MS = 10 * 60_000

export interface Access {
  member: MiddlewareHandler
  memberOf: (c: Context) => TokenIoMember
}

export function createAccess(options: TokenIoOptions): Access {
  const { apiKey } = options
  const keys = new Map(
    membersOf(options).map(({ memberId, signingKey }) => [
      memberId,
      signingKey && createPublicKey(signingKey.publicKeyPem),
    ]),
  )

  return { member, memberOf }

  function memberOf(c: Context): TokenIoMember {
    return memberWith(options, claimsOf(c)['mid']) ?? options
  }

  async function member(c: Context, next: Next) {
    const [scheme = '', token = ''] = (c.req.header('authorization') ?? '').split(' ')
    const genuine =
      scheme === 'Basic'
        ? apiKey !== undefined && same(token, apiKey)
        : scheme === 'Bearer' && (await isSigned(c, token))
    return genuine ? next() : apiError(c, 401, 'Unauthenticated')
  }

  async function isSigned(c: Context, token: string): Promise<boolean> {
    const [header = '', inToken = '', signature = ''] = token.split('.')
    const claims = parsed(header)
    const { signingKey } = memberWith(options, claims['mid']) ?? {}
    const key = keys.get(String(claims['mid']))
    if (!key || inToken !== '') return false
    const { exp, method, host, path, kid } = claims
    const left = Number(exp) - Date.now()
    const expected =
      method === c.req.method &&
      host === c.req.header('host') &&
      path === new URL(c.req.url).pathname &&
      kid === signingKey?.keyId
    if (!expected || !(left > 0 && left <= LONGEST_MS)) return false
    const payload = Buffer.from(await c.req.text()).toString('base64url')
    const digest = claims['alg'] === 'EdDSA' ? null : 'sha256'
    const bytes = Buffer.from(signature, 'base64url')
    return verify(digest, Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, bytes)
  }
}

function claimsOf(c: Context): Record<string, unknown> {
  return parsed((c.req.header('authorization') ?? '').replace('Bearer ', '').split('.')[0] ?? '')
}

function parsed(header: string): Record<string, unknown> {
  try {
    return object(JSON.parse(Buffer.from(header, 'base64url').toString()))
  } catch {
    return {}
  }
}

function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
