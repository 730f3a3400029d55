import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AuthAnswer, AuthRequest } from '../../identity/identity.ts'
import type { ApiDeps } from '../deps.ts'

export function authRequest(c: Context): AuthRequest {
  return {
    cookies: c.req.header('cookie'),
    userAgent: c.req.header('user-agent'),
    address: clientAddress(c),
  }
}

export function clientAddress(c: Context): string {
  return c.get('address') as string
}

export function noteClientAddress({
  clientAddress: addressOf = socketAddress,
}: Pick<ApiDeps, 'clientAddress'>) {
  return createMiddleware(async (c, next) => {
    c.set('address', addressOf(c))
    await next()
  })
}

function socketAddress(c: Context): string {
  return getConnInfo(c).remote.address?.replace(/^::ffff:/, '') ?? ''
}

export function passCookies(c: Context, { cookies }: Pick<AuthAnswer<unknown>, 'cookies'>): void {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
}
