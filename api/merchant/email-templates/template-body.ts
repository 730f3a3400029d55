import * as v from 'valibot'
import {
  type MessageTemplate,
  NO_WORDS,
  SMS_KINDS,
  type TemplateKind,
  type Words,
} from '../../../domain/invoice/messages/own-words.ts'
import type { FieldCode } from '../../http/request/field-codes.ts'
import { email, language, line, onlyKnownPlaceholders, prose } from '../../http/request/fields.ts'
import { withoutUndefined } from '../../http/request/merge-changes.ts'
import { type FieldError, invalidFields } from '../../http/errors/problem.ts'

const MAX_SUBJECT = 200
const MAX_TEXT = 4_000
const MAX_SMS = 500
const MAX_LANGUAGES = 50

const wordEntries = {
  subject: v.optional(v.nullable(v.pipe(line(MAX_SUBJECT), onlyKnownPlaceholders))),
  text: v.optional(v.nullable(v.pipe(prose(MAX_TEXT), onlyKnownPlaceholders))),
  sms_text: v.optional(v.nullable(v.pipe(prose(MAX_SMS), onlyKnownPlaceholders))),
}

const WordsBody = v.strictObject(wordEntries)
type WordsInput = v.InferOutput<typeof WordsBody>

export const TemplateBody = v.strictObject({
  ...wordEntries,
  translations: v.optional(
    v.pipe(
      v.record(language, v.nullable(WordsBody)),
      v.check(
        (all) => Object.keys(all).length <= MAX_LANGUAGES,
        `too_many|must have at most ${MAX_LANGUAGES} languages`,
      ),
    ),
  ),
})
export type TemplateInput = v.InferOutput<typeof TemplateBody>

const shown = { ...wordEntries, language: v.optional(language) }

export const PreviewBody = v.strictObject({ ...shown, invoice: v.optional(line(100)) })

/** The e-mail shows a sample, because it must not contain data of a customer. */
export const TestBody = v.strictObject({ ...shown, to: email })

/** @throws Problem `invalid_fields` for a text message of a kind that has none */
export function assertSmsIsSent(
  kind: TemplateKind,
  { sms_text: smsText, translations = {} }: Pick<TemplateInput, 'sms_text' | 'translations'>,
): void {
  if (SMS_KINDS.has(kind)) return
  const errors = [
    ...(smsText ? [''] : []),
    ...Object.entries(translations).flatMap(([tag, one]) => (one?.sms_text ? [`/translations/${tag}`] : [])),
  ].map((parent): FieldError => ({
    pointer: `${parent}/sms_text`,
    code: NO_SMS,
    detail: 'is not sent for this kind',
  }))
  if (errors.length > 0) throw invalidFields(errors)
}

const NO_SMS: FieldCode = 'unsupported_channel'

export function withChanges(template: MessageTemplate, changes: TemplateInput): MessageTemplate {
  const { translations: changed = {} } = changes
  const translations = { ...template.translations }
  for (const [tag, one] of Object.entries(changed)) {
    translations[tag] = one ? withWords(translations[tag] ?? NO_WORDS, one) : NO_WORDS
  }
  return { ...withWords(template, changes), translations }
}

export function wordsOf({ subject, text, sms_text: smsText }: WordsInput): Partial<Words> {
  return withoutUndefined({ subject, text, smsText })
}

function withWords(words: Words, changes: WordsInput): Words {
  const { subject, text, smsText } = words
  return { subject, text, smsText, ...wordsOf(changes) }
}
