import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { isId } from '../../db/ids.ts'
import { readLogoPng } from '../../db/settings/brand.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { Problem } from '../http/errors/problem.ts'

const YEAR_S = 365 * 86_400

/** Mail programs in a browser are other sites. */
export const showElsewhere = createMiddleware(async (c, next) => {
  await next()
  c.res.headers.set('cross-origin-resource-policy', 'cross-origin')
})

/** An e-mail shows the present logo, also years later. */
export function publicLogoRoutes(): Hono<RequestEnv> {
  const routes = new Hono<RequestEnv>()
  routes.get('/:file', async (c) => {
    const merchantId = c.req.param('file').replace(/\.png$/, '')
    const logo = isId('mer', merchantId) ? await readLogoPng(c.get('em'), merchantId, 'small') : undefined
    if (!logo) throw new Problem('not_found')
    const isCurrent = c.req.query('v') === logo.version
    return c.body(Buffer.from(logo.png), 200, {
      'content-type': 'image/png',
      'cache-control': isCurrent ? `public, max-age=${YEAR_S}, immutable` : 'public, max-age=300',
    })
  })
  return routes
}
