import type * as v from 'valibot'
import type { EntityManager } from '../../../db/orm.ts'
import { readTemplate } from '../../../db/settings/email-templates.ts'
import type { TemplateKind } from '../../../domain/invoice/messages/own-words.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { renderPreview } from './preview.ts'
import { assertSmsIsSent, type PreviewBody, wordsOf } from './template-body.ts'

/**
 * Renders a message with the given texts in place of the stored ones.
 *
 * @throws Problem `invalid_fields` or `not_found`
 */
export async function previewTemplate(
  em: EntityManager,
  tenant: Tenant,
  kind: TemplateKind,
  body: v.InferOutput<typeof PreviewBody>,
  publicUrl: string,
) {
  assertSmsIsSent(kind, body)
  const request = {
    kind,
    template: await readTemplate(em, tenant.merchantId, kind),
    changes: wordsOf(body),
    language: body.language,
    invoiceId: body.invoice,
  }
  return renderPreview(em, tenant, request, publicUrl)
}
