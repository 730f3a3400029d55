import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { limitBody } from '../../http/limits/body-limit.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { unsupportedMediaType } from '../../http/errors/problem.ts'
import { limitUploads } from '../../http/limits/upload-limit.ts'
import { authorOf } from '../account/settings-author.ts'
import { answerBranding, claimBranding } from './branding-view.ts'
import { LOGO_TYPES, logoVersion, MAX_LOGO_BYTES, MAX_LOGO_UPLOADS, replaceLogo } from './replace-logo.ts'

export function logoUploadRoutes({ publicUrl }: Pick<ApiDeps, 'publicUrl'>): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()
  routes.use(limitBody(MAX_LOGO_BYTES, 'logo_too_large'))

  routes.put('/', requireImageType, limitUploads(MAX_LOGO_UPLOADS), async (c) => {
    const { merchantId: id } = c.get('tenant')
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    return withIdempotency(c, logoVersion(bytes), {
      async change(claim) {
        await replaceLogo(c.get('em'), authorOf(c), bytes, claimBranding(c, claim))
        return id
      },
      respond: () => answerBranding(c, publicUrl),
    })
  })
  return routes
}

const requireImageType = createMiddleware(async ({ req }, next) => {
  const given = req.header('content-type') ?? ''
  const [type = ''] = given.toLowerCase().split(';')
  if (!LOGO_TYPES.some((known) => known === type.trim()))
    throw unsupportedMediaType(given, `Send ${LOGO_TYPES.join(', ')}.`)
  await next()
})
