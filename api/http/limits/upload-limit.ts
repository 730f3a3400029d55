import { Semaphore } from 'async-mutex'
import { createMiddleware } from 'hono/factory'
import { Problem } from '../errors/problem.ts'

/** Waiting uploads take memory, so later ones are refused with `unavailable`. */
export function limitUploads(max: number) {
  const uploads = new Semaphore(max)
  return createMiddleware(async (_, next) => {
    if (uploads.isLocked()) throw new Problem('unavailable')
    await uploads.runExclusive(next)
  })
}
