import { randomBytes } from 'node:crypto'
import { createMiddleware } from 'hono/factory'
import type { RequestEnv } from '../http/entity-manager.ts'

export interface PageEnv {
  Variables: RequestEnv['Variables'] & {
    nonce: string
  }
}

const NONCE_BYTES = 16

/**
 * Some browsers apply `form-action` to a redirect after a form submission.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Headers/Content-Security-Policy/form-action
 */
export function pageHeaders(publicUrl: string) {
  const anySite = publicUrl.startsWith('https:') ? 'https:' : 'https: http:'
  const policyWith = (nonce: string) =>
    [
      "default-src 'none'",
      `style-src 'self' 'nonce-${nonce}'`,
      "script-src 'self'",
      "connect-src 'self'",
      "img-src 'self'",
      `form-action 'self' ${anySite}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; ')
  return createMiddleware<PageEnv>(async (c, next) => {
    const nonce = randomBytes(NONCE_BYTES).toString('base64')
    c.set('nonce', nonce)
    await next()
    const { headers } = c.res
    if (!headers.has('content-security-policy')) headers.set('content-security-policy', policyWith(nonce))
    headers.set('referrer-policy', 'same-origin')
    headers.set('x-robots-tag', 'noindex')
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  })
}
