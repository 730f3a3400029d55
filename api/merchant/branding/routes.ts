import { Hono } from 'hono'
import { readLogoPng } from '../../../db/settings/brand.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseBody, readJson } from '../../http/request/json-body.ts'
import { notFound } from '../../http/errors/problem.ts'
import { authorOf } from '../account/settings-author.ts'
import { answerBranding, claimBranding } from './branding-view.ts'
import { BrandingBody, changeBranding, removeLogo } from './change-branding.ts'

export function brandingRoutes({ publicUrl }: Pick<ApiDeps, 'publicUrl'>): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => c.json(await answerBranding(c, publicUrl)))

  routes.patch('/', async (c) => {
    const { merchantId: id } = c.get('tenant')
    const { text, json } = await readJson(c)
    const changes = parseBody(BrandingBody, json)
    return withIdempotency(c, text, {
      async change(claim) {
        await changeBranding(c.get('em'), authorOf(c), changes, claimBranding(c, claim))
        return id
      },
      respond: () => answerBranding(c, publicUrl),
    })
  })

  routes.get('/logo', async (c) => {
    const logo = await readLogoPng(c.get('em'), c.get('tenant').merchantId)
    if (!logo) throw notFound('Logo')
    return c.body(Buffer.from(logo.png), 200, { 'content-type': 'image/png' })
  })

  routes.delete('/logo', async (c) => {
    const { merchantId: id } = c.get('tenant')
    return withIdempotency(c, await c.req.text(), {
      async change(claim) {
        await removeLogo(c.get('em'), authorOf(c), claimBranding(c, claim))
        return id
      },
    })
  })
  return routes
}
