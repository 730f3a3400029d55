import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { Problem, type ProblemCode } from '../errors/problem.ts'

/** No route reads a body of these methods. */
const WITHOUT_BODY = new Set(['GET', 'HEAD'])

/** @param maxSize bytes */
export function limitBody(maxSize: number, code: ProblemCode = 'body_too_large') {
  const limit = bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem(code)
    },
  })
  return createMiddleware((c, next) => (WITHOUT_BODY.has(c.req.method) ? next() : limit(c, next)))
}
