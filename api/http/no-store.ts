import { createMiddleware } from 'hono/factory'

/** Forbids caches to store an answer, because answers contain payment links and personal data. */
export const noStore = createMiddleware(async (c, next) => {
  await next()
  c.header('cache-control', 'no-store')
})
