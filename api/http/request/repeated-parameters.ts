import { createMiddleware } from 'hono/factory'
import { type FieldError, Problem } from '../errors/problem.ts'

export const refuseRepeatedParameters = createMiddleware((c, next) => {
  const errors = c.req.url.includes('?') ? repeatedIn(c.req.queries()) : []
  if (errors.length > 0) throw new Problem('invalid_query', undefined, errors)
  return next()
})

const LISTS = new Set(['status', 'type'])

function repeatedIn(queries: Record<string, string[]>): FieldError[] {
  return Object.entries(queries)
    .filter(([name, values]) => values.length > 1 && !LISTS.has(name))
    .map(([name]) => ({ pointer: `/${name}`, code: 'repeated', detail: 'must be sent once' }))
}
