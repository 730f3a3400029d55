import * as v from 'valibot'
import { MerchantRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { deleteLogo } from '../../../db/settings/brand.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { type Colour, isColour } from '../../../domain/merchant/brand.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { withoutUndefined } from '../../http/request/merge-changes.ts'
import { notFound } from '../../http/errors/problem.ts'
import type { SettingsAuthor } from '../account/settings-author.ts'

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

export async function changeBranding(
  em: EntityManager,
  { tenant: { merchantId: id }, actor }: SettingsAuthor,
  { accent, secure_badge: secureBadge }: v.InferOutput<typeof BrandingBody>,
  claim?: ClaimKey,
): Promise<void> {
  await changeSettings(em, actor, async (tx) => {
    await claim?.(tx, id)
    const changes = withoutUndefined({ accent, secureBadge })
    if (Object.keys(changes).length > 0) await tx.nativeUpdate(MerchantRow, { id }, changes)
  })
}

/** @throws Problem `not_found` */
export async function removeLogo(
  em: EntityManager,
  { tenant: { merchantId: id }, actor }: SettingsAuthor,
  claim?: ClaimKey,
): Promise<void> {
  await changeSettings(em, actor, async (tx) => {
    await claim?.(tx, id)
    if (!(await deleteLogo(tx, id))) throw notFound('Logo')
  })
}
