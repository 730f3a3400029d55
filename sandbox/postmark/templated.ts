import type { DatabaseSync } from 'node:sqlite'
import { refuse, type Refusal } from './errors.ts'
import { isRecord } from './message.ts'
import { escapeHtml, renderMustachio } from './mustachio.ts'
import { findTemplate } from './template-store.ts'

/** Turns the body of `POST /email/withTemplate` into that of `POST /email`. */
export function renderTemplated(database: DatabaseSync, body: unknown): unknown {
  if (!isRecord(body)) return refuse(403, 'Received valid, but incompatible JSON input.')
  const { TemplateId, TemplateAlias, TemplateModel, ...message } = body
  const reference = TemplateId ?? TemplateAlias
  if (typeof reference !== 'number' && typeof reference !== 'string') return unknownTemplate
  const template = findTemplate(database, reference)
  if (!template) return unknownTemplate
  if (!isRecord(TemplateModel)) return refuse(300, `A 'TemplateModel' is required when a template is used.`)
  return {
    ...message,
    Subject: renderMustachio(template.Subject, TemplateModel, plain),
    HtmlBody: renderMustachio(template.HtmlBody ?? '', TemplateModel, escapeHtml),
    TextBody: renderMustachio(template.TextBody ?? '', TemplateModel, plain),
  }
}

const unknownTemplate: Refusal = refuse(
  1101,
  `The 'TemplateId' or 'TemplateAlias' is not valid or was not found.`,
)

function plain(text: string): string {
  return text
}
