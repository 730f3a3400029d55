import { createMiddleware } from 'hono/factory'
import { logFailure } from '../../../clients/outages.ts'
import { markInteractiveLoad } from '../../../db/imports/interactive-load.ts'
import type { ApiDeps } from '../../deps.ts'

const EVERY_MS = 1_000
/** Somebody waits for a document, while most other reads are polls. */
const DOCUMENT = /(?:[./]pdf|\/einvoice(?:\/\w+)?)$/

/** Imports slow down while other requests wait. */
export function noteInteractiveLoad(deps: Pick<ApiDeps, 'em' | 'log' | 'database'>) {
  let markedAt = 0
  return createMiddleware((c, next) => {
    const now = Date.now()
    const isAwaited = c.req.method !== 'GET' || DOCUMENT.test(c.req.path)
    if (isAwaited && now - markedAt >= EVERY_MS) {
      markedAt = now
      markInteractiveLoad(deps.em.fork()).catch((error: unknown) => {
        logFailure(deps, 'warn', { err: error }, 'interactive_load.mark_failed')
      })
    }
    return next()
  })
}
