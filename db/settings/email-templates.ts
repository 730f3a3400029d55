import {
  type MessageTemplate,
  NO_WORDS,
  type TemplateKind,
  type Words,
} from '../../domain/invoice/messages/own-words.ts'
import { EmailTemplateRow } from '../entities/index.ts'
import { lockMerchant } from '../merchants.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared, readOne, readRows } from '../prepared.ts'

export const NO_TEMPLATE: MessageTemplate = { ...NO_WORDS, translations: {} }

export async function readTemplate(
  em: EntityManager,
  merchantId: string,
  kind: TemplateKind,
): Promise<MessageTemplate> {
  const row = await readOne(em, EmailTemplateRow, 'r.merchant_id = ? and r.kind = ?', [merchantId, kind])
  return row ? toTemplate(row) : NO_TEMPLATE
}

export async function readTemplates(
  em: EntityManager,
  merchantId: string,
): Promise<ReadonlyMap<TemplateKind, MessageTemplate>> {
  const rows = await readRows(em, EmailTemplateRow, 'r.merchant_id = ?', [merchantId])
  return new Map(rows.map((row) => [row.kind, toTemplate(row)]))
}

export function toTemplate({ subject, text, smsText, translations }: EmailTemplateRow): MessageTemplate {
  return { subject: subject ?? null, text: text ?? null, smsText: smsText ?? null, translations }
}

/** `tx` must be a transaction. A template without words has no row. */
export async function changeTemplate(
  tx: EntityManager,
  merchantId: string,
  kind: TemplateKind,
  change: (template: MessageTemplate) => MessageTemplate,
): Promise<void> {
  // Concurrent changes of one template must not lose one.
  await lockMerchant(tx, merchantId)
  const { translations, ...words } = change(await readTemplate(tx, merchantId, kind))
  const kept = Object.fromEntries(Object.entries(translations).filter(([, one]) => hasWords(one)))
  if (!hasWords(words) && Object.keys(kept).length === 0) {
    await tx.nativeDelete(EmailTemplateRow, { merchantId, kind })
    return
  }
  await executePrepared(
    tx,
    `insert into email_template (merchant_id, kind, subject, text, sms_text, translations)
     values (?, ?, ?, ?, ?, ?::jsonb)
     on conflict (merchant_id, kind) do update set subject = excluded.subject, text = excluded.text,
       sms_text = excluded.sms_text, translations = excluded.translations`,
    [merchantId, kind, words.subject, words.text, words.smsText, JSON.stringify(kept)],
  )
}

function hasWords({ subject, text, smsText }: Words): boolean {
  return subject !== null || text !== null || smsText !== null
}
