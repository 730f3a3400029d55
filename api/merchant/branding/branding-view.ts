import type { Context } from 'hono'
import { MerchantRow } from '../../../db/entities/index.ts'
import { brandOf } from '../../../db/settings/brand.ts'
import { accentsOf, type Brand, logoUrl } from '../../../domain/merchant/brand.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { claimIfMatching, readIfMatch, tagOfContent } from '../../http/entity-tag.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'

/** Sets the `ETag` of the answer. */
export async function answerBranding(c: Context<MerchantEnv>, publicUrl: string) {
  const { merchantId: id } = c.get('tenant')
  const brand = brandOf(await c.get('em').findOneOrFail(MerchantRow, { id }, { refresh: true }))
  c.header('etag', tagOfContent(brand))
  return brandingView(brand, publicUrl)
}

/** The change happens only if `If-Match` names the present branding. */
export function claimBranding(c: Context<MerchantEnv>, claim: ClaimKey | undefined): ClaimKey {
  const { merchantId: id } = c.get('tenant')
  return claimIfMatching(readIfMatch(c), claim, id, async (tx) =>
    brandOf(await tx.findOneOrFail(MerchantRow, { id }, { refresh: true })),
  )
}

function brandingView(brand: Brand, publicUrl: string) {
  const { onLight, onDark } = accentsOf(brand.accent)
  const { logo } = brand
  return {
    object: 'branding',
    accent: brand.accent ?? null,
    accent_on_light: onLight,
    accent_on_dark: onDark,
    secure_badge: brand.hasSecureBadge,
    logo: logo ? { url: logoUrl(brand, publicUrl), width: logo.width, height: logo.height } : null,
  }
}
