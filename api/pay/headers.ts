import { createMiddleware } from 'hono/factory'

/**
 * Headers of the customer's pages. `form-action` has to allow the banks, as browsers apply it to redirects after
 * a form too; their addresses are not known beforehand. The link is a secret: nothing caches it, nothing frames
 * it, and no other site is told it as a referrer.
 */
export function pageHeaders(publicUrl: string) {
  const anywhere = publicUrl.startsWith('https:') ? 'https:' : 'https: http:'
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    `img-src 'self' ${anywhere}`,
    `form-action 'self' ${anywhere}`,
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
