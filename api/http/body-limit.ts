import { bodyLimit } from 'hono/body-limit'
import { Problem } from './problem.ts'

/** Refuses a body of more bytes than this with Problem `body_too_large`, before it is read. */
export function limitBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem('body_too_large')
    },
  })
}
