import { createHash } from 'node:crypto'
import { Semaphore } from 'async-mutex'
import { type Context, Hono } from 'hono'
import { saveLogo } from '../../../db/settings/brand.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { type LogoImage, readLogo } from '../../../integrations/images/read-logo.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { limitBody } from '../../http/body-limit.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { Problem, unsupportedMediaType } from '../../http/problem.ts'
import { readBranding } from './branding-view.ts'

export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'] as const
const MAX_LOGO_BYTES = 5 * 1024 * 1024
const MAX_UPLOADS = 10

export function logoUploadRoutes({ publicUrl }: Pick<ApiDeps, 'publicUrl'>): Hono<MerchantEnv> {
  const uploads = new Semaphore(MAX_UPLOADS)
  const routes = new Hono<MerchantEnv>()
  routes.use(limitBody(MAX_LOGO_BYTES, 'logo_too_large'))

  routes.put('/', async (c) => {
    assertImageType(c)
    // Waiting uploads take memory.
    if (uploads.isLocked()) throw new Problem('unavailable')
    return uploads.runExclusive(() => replaceLogo(c))
  })
  return routes

  async function replaceLogo(c: Context<MerchantEnv>): Promise<Response> {
    const { merchantId: id } = c.get('tenant')
    const bytes = new Uint8Array(await c.req.arrayBuffer())
    if (bytes.length === 0) throw new Problem('file_missing')
    const version = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
    return withIdempotency(c, version, {
      async change(claim) {
        const image = await imageOf(bytes)
        await changeSettings(c.get('em'), c.get('actor'), async (tx) => {
          await claim?.(tx, id)
          await saveLogo(tx, id, { version, ...image })
        })
        return id
      },
      respond: () => readBranding(c.get('em'), id, publicUrl),
    })
  }
}

function assertImageType({ req }: Context): void {
  const given = req.header('content-type') ?? ''
  const [type = ''] = given.toLowerCase().split(';')
  if (!LOGO_TYPES.some((known) => known === type.trim()))
    throw unsupportedMediaType(given, `Send ${LOGO_TYPES.join(', ')}.`)
}

async function imageOf(bytes: Uint8Array): Promise<LogoImage> {
  const image = await readLogo(bytes)
  if (image === 'unreadable') throw new Problem('logo_unreadable')
  if (image === 'too_many_pixels') throw new Problem('too_many_pixels')
  return image
}
