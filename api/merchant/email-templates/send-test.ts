import type * as v from 'valibot'
import type { EntityManager } from '../../../db/orm.ts'
import { findOwnAddresses } from '../../../db/trust/test-mails.ts'
import type { TemplateKind } from '../../../domain/invoice/messages/own-words.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { type FieldError, invalidFields } from '../../http/errors/problem.ts'
import { previewTemplate } from './preview-template.ts'
import type { TestBody } from './template-body.ts'

const LIFETIME_S = 3_600

const NOT_OWN: FieldError = {
  pointer: '/to',
  code: 'not_own_address',
  detail: 'must be the confirmed address of a person of the merchant (GET /v1/team)',
}

/**
 * Sends a sample to a person of the merchant.
 *
 * @throws Problem `invalid_fields`
 * @throws TooManyTriesError
 */
export async function sendTemplateTest(
  { identity, publicUrl }: Pick<ApiDeps, 'identity' | 'publicUrl'>,
  em: EntityManager,
  tenant: Tenant,
  kind: TemplateKind,
  { to, ...body }: v.InferOutput<typeof TestBody>,
  claim?: ClaimKey,
): Promise<void> {
  const { merchantId } = tenant
  const { subject, text, html, merchant } = await previewTemplate(em, tenant, kind, body, publicUrl)
  if ((await findOwnAddresses(em, merchantId, [to])).size === 0) throw invalidFields([NOT_OWN])
  await identity.limits.count('template_test', merchantId)
  const mail = { kind: 'template_test', name: merchant, subject, text, html } as const
  await em.transactional(async (tx) => {
    await claim?.(tx, kind)
    await identity.saveMail(tx, to.toLowerCase(), LIFETIME_S, mail)
  })
}
