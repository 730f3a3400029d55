import { createMiddleware } from 'hono/factory'

/** Answers can contain payment links and personal data. */
export const noStore = createMiddleware(async (c, next) => {
  await next()
  c.header('cache-control', 'no-store')
})
