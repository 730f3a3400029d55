import { createMiddleware } from 'hono/factory'

/**
 * Some browsers apply `form-action` to a redirect after a form submission.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Headers/Content-Security-Policy/form-action
 */
export function pageHeaders(publicUrl: string) {
  const anySite = publicUrl.startsWith('https:') ? 'https:' : 'https: http:'
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    `img-src 'self' ${anySite}`,
    `form-action 'self' ${anySite}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  return createMiddleware(async (c, next) => {
    await next()
    c.header('content-security-policy', policy)
    c.header('referrer-policy', 'same-origin')
    c.header('x-robots-tag', 'noindex')
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
}
