import { createMiddleware } from 'hono/factory'
import { logFailure } from '../../../clients/outages.ts'
import { markInteractiveLoad } from '../../../db/imports/interactive-load.ts'
import type { ApiDeps } from '../../deps.ts'

const EVERY_MS = 1_000

export function noteInteractiveLoad(deps: ApiDeps) {
  let markedAt = 0
  return createMiddleware((c, next) => {
    const now = Date.now()
    if (c.req.method !== 'GET' && now - markedAt >= EVERY_MS) {
      markedAt = now
      markInteractiveLoad(deps.em.fork()).catch((error: unknown) => {
        logFailure(deps, 'warn', { err: error }, 'interactive_load.mark_failed')
      })
    }
    return next()
  })
}
