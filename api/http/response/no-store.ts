import { createMiddleware } from 'hono/factory'

export const noStore = createMiddleware((c, next) => {
  c.header('cache-control', 'no-store')
  return next()
})
