import { createMiddleware } from 'hono/factory'
import { markInteractiveLoad } from '../../db/imports/interactive-load.ts'
import type { ApiDeps } from '../deps.ts'

const EVERY_MS = 1_000

/** Lets imports know that somebody is waiting for an answer, once a second at most: they give way. */
export function noteTraffic({ em, log }: ApiDeps) {
  let notedAt = 0
  return createMiddleware(async (c, next) => {
    const now = Date.now()
    if (c.req.method !== 'GET' && now - notedAt >= EVERY_MS) {
      notedAt = now
      markInteractiveLoad(em).catch((error: unknown) => log.warn({ err: error }, 'traffic is not noted'))
    }
    await next()
  })
}
