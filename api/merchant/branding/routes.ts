import { Hono } from 'hono'
import * as v from 'valibot'
import { MerchantRow } from '../../../db/entities/index.ts'
import { deleteLogo, readLogoPng } from '../../../db/settings/brand.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { type Colour, isColour } from '../../../domain/merchant/brand.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { parseBody, readJson } from '../../http/json-body.ts'
import { withoutUndefined } from '../../http/merge-changes.ts'
import { notFound } from '../../http/problem.ts'
import { readBranding } from './branding-view.ts'

export const BrandingBody = v.strictObject({
  accent: v.optional(
    v.nullable(
      v.pipe(
        v.string('invalid_type|must be a text'),
        v.metadata({ pattern: '^#[0-9A-Fa-f]{6}$', examples: ['#14532d'] }),
        v.transform((text) => text.toLowerCase()),
        v.check(isColour, 'invalid_colour|must be # and six hexadecimal digits, #14532d'),
        v.transform((text) => text as Colour),
      ),
    ),
  ),
  secure_badge: v.optional(v.boolean('invalid_type|must be true or false')),
})

export function brandingRoutes({ publicUrl }: Pick<ApiDeps, 'publicUrl'>): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => c.json(await readBranding(c.get('em'), c.get('tenant').merchantId, publicUrl)))

  routes.patch('/', async (c) => {
    const { merchantId: id } = c.get('tenant')
    const { text, json } = await readJson(c)
    const { accent, secure_badge: secureBadge } = parseBody(BrandingBody, json)
    return withIdempotency(c, text, {
      async change(claim) {
        await changeSettings(c.get('em'), c.get('actor'), async (tx) => {
          await claim?.(tx, id)
          const changes = withoutUndefined({ accent, secureBadge })
          if (Object.keys(changes).length > 0) await tx.nativeUpdate(MerchantRow, { id }, changes)
        })
        return id
      },
      respond: () => readBranding(c.get('em'), id, publicUrl),
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
        await changeSettings(c.get('em'), c.get('actor'), async (tx) => {
          await claim?.(tx, id)
          if (!(await deleteLogo(tx, id))) throw notFound('Logo')
        })
        return id
      },
    })
  })
  return routes
}
