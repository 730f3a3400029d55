import { bodyLimit } from 'hono/body-limit'
import { Problem } from './problem.ts'

/** @param maxSize bytes */
export function limitBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem('body_too_large')
    },
  })
}
