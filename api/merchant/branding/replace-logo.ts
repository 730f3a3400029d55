import { createHash } from 'node:crypto'
import type { EntityManager } from '../../../db/orm.ts'
import { saveLogo } from '../../../db/settings/brand.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { type LogoImage, readLogo } from '../../../integrations/images/read-logo.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { Problem } from '../../http/errors/problem.ts'
import type { SettingsAuthor } from '../account/settings-author.ts'

export const LOGO_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/svg+xml'] as const
export const MAX_LOGO_BYTES = 5 * 1024 * 1024
export const MAX_LOGO_UPLOADS = 10

/** @throws Problem `file_missing`, `logo_unreadable` or `too_many_pixels` */
export async function replaceLogo(
  em: EntityManager,
  { tenant: { merchantId: id }, actor }: SettingsAuthor,
  bytes: Uint8Array,
  claim?: ClaimKey,
): Promise<void> {
  const version = logoVersion(bytes)
  const image = await imageOf(bytes)
  await changeSettings(em, actor, async (tx) => {
    await claim?.(tx, id)
    await saveLogo(tx, id, { version, ...image })
  })
}

/** @throws Problem `file_missing` */
export function logoVersion(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new Problem('file_missing')
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16)
}

async function imageOf(bytes: Uint8Array): Promise<LogoImage> {
  const image = await readLogo(bytes)
  if (image === 'unreadable') throw new Problem('logo_unreadable')
  if (image === 'too_many_pixels') throw new Problem('too_many_pixels')
  return image
}
