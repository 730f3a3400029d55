import { bodyLimit } from 'hono/body-limit'
import { Problem, type ProblemCode } from './problem.ts'

/** @param maxSize bytes */
export function limitBody(maxSize: number, code: ProblemCode = 'body_too_large') {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem(code)
    },
  })
}
