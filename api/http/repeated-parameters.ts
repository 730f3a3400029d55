import { createMiddleware } from 'hono/factory'
import { type FieldError, Problem } from './problem.ts'

/** `c.req.query()` would take the first of them. */
export const refuseRepeatedParameters = createMiddleware(async (c, next) => {
  const errors = c.req.url.includes('?') ? repeatedIn(c.req.queries()) : []
  if (errors.length > 0) throw new Problem('invalid_query', undefined, errors)
  await next()
})

function repeatedIn(queries: Record<string, string[]>): FieldError[] {
  return Object.entries(queries)
    .filter(([, values]) => values.length > 1)
    .map(([name]) => ({ pointer: `/${name}`, code: 'repeated', detail: 'must be sent once' }))
}
