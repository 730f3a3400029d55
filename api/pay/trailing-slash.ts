import { createMiddleware } from 'hono/factory'
import { isPagePath } from './problem-page.tsx'

/** The redirect is relative, because a proxy may change host and protocol. */
export const withoutTrailingSlash = createMiddleware(async (c, next) => {
  await next()
  const { method, path, url } = c.req
  if (c.res.status !== 404 || !path.endsWith('/') || (method !== 'GET' && method !== 'HEAD')) return
  const { pathname, search } = new URL(url)
  // A path such as `/pay/../..//example.com/` must not redirect to another site.
  if (!isPagePath(pathname)) return
  c.res = c.redirect(`${pathname.replace(/\/+$/, '')}${search}`, 308)
})
