import { createMiddleware } from 'hono/factory'
import { markInteractiveLoad } from '../../db/imports/interactive-load.ts'
import type { ApiDeps } from '../deps.ts'

const EVERY_MS = 1_000

/** Marks requests other than GET, because imports slow down while people send requests. */
export function noteInteractiveLoad({ em, log }: ApiDeps) {
  let markedAt = 0
  return createMiddleware(async (c, next) => {
    const now = Date.now()
    if (c.req.method !== 'GET' && now - markedAt >= EVERY_MS) {
      markedAt = now
      markInteractiveLoad(em.fork()).catch((error: unknown) => {
        log.warn({ err: error }, 'interactive_load.mark_failed')
      })
    }
    await next()
  })
}
