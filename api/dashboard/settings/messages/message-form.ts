import {
  type MessageTemplate,
  NO_WORDS,
  SMS_KINDS,
  type TemplateKind,
  type Words,
} from '../../../../domain/invoice/messages/own-words.ts'
import type { Fields, Mistakes } from '../../../identity/form.ts'
import type { EnteredForm } from '../../shown-fields.ts'

const NAMES = ['subject', 'text', 'sms_text'] as const

/** An empty language means the words for all languages without their own. */
export function wordsFor(template: MessageTemplate, language: string): Words {
  return language === '' ? template : (template.translations[language] ?? NO_WORDS)
}

export function messageFields({ subject, text, smsText }: Words): Fields {
  return { subject: subject ?? '', text: text ?? '', sms_text: smsText ?? '' }
}

/** Makes the body that `/v1` takes. An empty field selects the words of Duewell. */
export function messageBody(kind: TemplateKind, language: string, fields: Fields, form: EnteredForm) {
  const words = form.touchedOf(enteredWords(kind, fields))
  return language === '' ? words : { translations: { [language]: words } }
}

/** Makes the body of a preview. The words for all fill what a language leaves empty. */
export function previewBody(
  kind: TemplateKind,
  { template, language, fields }: { template: MessageTemplate; language: string; fields: Fields },
) {
  const words = enteredWords(kind, fields)
  if (language === '') return words
  const general = enteredWords(kind, messageFields(template))
  const filled = Object.entries(words).map(([name, text]) => [name, text ?? general[name] ?? null] as const)
  return { ...Object.fromEntries(filled), language }
}

/** The names of fields of the form have no language in front. */
export function messageMistakes(mistakes: Mistakes): Mistakes {
  return Object.fromEntries(
    Object.entries(mistakes).map(([name, words]) => [name.replace(/^translations\.[^.]+\./, ''), words]),
  )
}

function enteredWords(kind: TemplateKind, fields: Fields): Record<string, string | null> {
  const names = SMS_KINDS.has(kind) ? NAMES : NAMES.filter((name) => name !== 'sms_text')
  return Object.fromEntries(names.map((name) => [name, fields[name]?.trim() ? fields[name] : null]))
}
