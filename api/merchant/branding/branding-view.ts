import { MerchantRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { brandOf } from '../../../db/settings/brand.ts'
import { accentsOf, logoUrl } from '../../../domain/merchant/brand.ts'

export async function readBranding(em: EntityManager, id: string, publicUrl: string) {
  const brand = brandOf(await em.findOneOrFail(MerchantRow, { id }, { refresh: true }))
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
