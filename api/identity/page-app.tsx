import { Hono } from 'hono'
import { except } from 'hono/combine'
import { csrf } from 'hono/csrf'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { logFailure } from '../../clients/outages.ts'
import { TooManyTriesError } from '../../identity/rate-limits.ts'
import type { ApiDeps } from '../deps.ts'
import { limitBody } from '../http/limits/body-limit.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { Problem, type ProblemCode } from '../http/errors/problem.ts'
import { RETRY_AFTER, unavailablePart } from '../http/errors/unavailable.ts'
import { isStreamed } from '../http/request/streamed-upload.ts'
import { MessagePage } from './pages/message-page.tsx'
import { noteClientAddress } from './request.ts'

const MAX_FORM_BYTES = 10_000

/** @param more directives of a page that shows images or frames */
export function pagePolicy(...more: readonly string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    ...more,
  ].join('; ')
}
const POLICY = pagePolicy()

/** The forms of such a path carry a file that fits into memory. */
export interface UploadPath {
  path: RegExp
  maxBytes: number
  tooLarge: ProblemCode
}

const setHeaders = createMiddleware(async (c, next) => {
  await next()
  const { headers } = c.res
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', POLICY)
  headers.set('referrer-policy', 'same-origin')
  headers.set('x-robots-tag', 'noindex')
  headers.set('cache-control', 'no-store')
})

/** Text in PostgreSQL cannot contain NUL: https://www.postgresql.org/docs/current/datatype-character.html */
const refuseNul = createMiddleware(async (c, next) => {
  if (/%00/.test(c.req.url)) throw new Problem('not_found')
  await next()
})

export function createPageApp<E extends RequestEnv = RequestEnv>(
  deps: ApiDeps,
  maxBytes = MAX_FORM_BYTES,
  uploads: readonly UploadPath[] = [],
): Hono<E> {
  const app = new Hono<E>()
  app.use(setHeaders)
  app.use(refuseNul)
  app.use(csrf({ origin: new URL(deps.publicUrl).origin }))
  const limitForm = limitBody(maxBytes)
  const limits = uploads.map((upload) => ({ ...upload, limit: limitBody(upload.maxBytes, upload.tooLarge) }))
  const limitOf = (path: string) => limits.find((upload) => upload.path.test(path))?.limit ?? limitForm
  app.use(except(isStreamed, (c, next) => limitOf(c.req.path)(c, next)))
  app.use(noteClientAddress(deps))
  app.onError((error, c) => {
    if (error instanceof TooManyTriesError) {
      const minutes = Math.ceil(error.retryAfterS / 60)
      const text = `Please try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`
      return c.html(MessagePage({ title: 'Too many tries', text }), 429, {
        'retry-after': String(error.retryAfterS),
      })
    }
    if (error instanceof HTTPException && error.status === 403) {
      const text =
        'The form came from another site, or without an Origin header. Open the page again, and repeat it there.'
      return c.html(MessagePage({ title: 'This form cannot be used', text }), 403)
    }
    if (error instanceof Problem) throw error
    const unavailable = unavailablePart(error)
    if (!unavailable) throw error
    logFailure(deps, 'warn', { err: error, unavailable }, 'request.unavailable')
    const text = 'This page cannot be shown at the moment.'
    return c.html(MessagePage({ title: 'Please try again in a moment', text }), 503, RETRY_AFTER)
  })
  return app
}
