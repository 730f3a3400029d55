import { createMiddleware } from 'hono/factory'
import type { ApiDeps } from '../deps.ts'

export function closeWhenStopping(deps: Pick<ApiDeps, 'stopping'>) {
  return createMiddleware(async (c, next) => {
    await next()
    if (deps.stopping?.aborted) c.res.headers.set('connection', 'close')
  })
}
