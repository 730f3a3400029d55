import type { EntityManager } from '../../../db/orm.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { changeTemplate } from '../../../db/settings/email-templates.ts'
import type { TemplateKind } from '../../../domain/invoice/messages/own-words.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { parseBody } from '../../http/request/json-body.ts'
import type { SettingsAuthor } from '../account/settings-author.ts'
import { assertSmsIsSent, TemplateBody, type TemplateInput, withChanges } from './template-body.ts'

/** @throws Problem `invalid_fields` */
export function parseTemplate(kind: TemplateKind, json: unknown): TemplateInput {
  const changes = parseBody(TemplateBody, json)
  assertSmsIsSent(kind, changes)
  return changes
}

export async function changeMessageTemplate(
  em: EntityManager,
  { tenant: { merchantId }, actor }: SettingsAuthor,
  kind: TemplateKind,
  changes: TemplateInput,
  claim?: ClaimKey,
): Promise<void> {
  await changeSettings(em, actor, async (tx) => {
    await claim?.(tx, kind)
    await changeTemplate(tx, merchantId, kind, (template) => withChanges(template, changes))
  })
}
