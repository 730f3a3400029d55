import { isolated } from '../../shared/direction.ts'
import type { MinorUnits } from '../../shared/money.ts'
import { fillPlaceholders } from '../../shared/placeholders.ts'
import type { Locale } from '../../texts/locale.ts'
import { amountOf, type InvoiceDocument } from '../document.ts'

/** A merchant may choose the words of these messages. */
export const TEMPLATE_KINDS = ['invoice', 'reminder', 'receipt', 'refund', 'credit_note', 'void'] as const
export type TemplateKind = (typeof TEMPLATE_KINDS)[number]

export const SMS_KINDS: ReadonlySet<TemplateKind> = new Set<TemplateKind>(['invoice', 'reminder', 'void'])

/** Null selects the words of Duewell. */
export interface Words {
  subject: string | null
  text: string | null
  smsText: string | null
}

export interface MessageTemplate extends Words {
  /** The keys are BCP 47 tags: https://www.rfc-editor.org/info/bcp47 */
  translations: Record<string, Words>
}

export const NO_WORDS: Words = { subject: null, text: null, smsText: null }

/** The placeholders are filled in. An absent text selects the words of Duewell. */
export interface OwnWords {
  subject?: string
  text?: string
  smsText?: string
}

/**
 * Takes each text from the first tag that has it, else from the template itself.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4647#section-3.4
 */
export function wordsIn(template: MessageTemplate, languages: readonly (string | undefined)[]): Words {
  const found = languages.flatMap(tagsOf).flatMap((tag) => template.translations[tag] ?? [])
  const first = (name: keyof Words) => [...found, template].find((words) => words[name] !== null)?.[name]
  return { subject: first('subject') ?? null, text: first('text') ?? null, smsText: first('smsText') ?? null }
}

function tagsOf(language: string | undefined): string[] {
  const subtags = language?.split('-') ?? []
  return subtags.map((_, index) => subtags.slice(0, subtags.length - index).join('-'))
}

/** @param amount minor units that the message is about */
export function fillWords(
  { subject, text, smsText }: Words,
  document: InvoiceDocument,
  { payUrl, amount, locale }: { payUrl: string; amount: MinorUnits; locale: Locale },
): OwnWords {
  const { customer, merchant, currency, dueDate, number, description } = document
  const values: Record<Placeholder, string> = {
    customer_name: isolated(customer.name),
    amount: amountOf(document, locale)(amount),
    total: amountOf(document, locale)(document.totals.amount),
    currency,
    secure_payment_url: payUrl,
    due_date: locale.date(dueDate),
    invoice_number: isolated(number),
    description: isolated(description),
    merchant_name: isolated(merchant.name),
  }
  return {
    ...(subject === null ? {} : { subject: fillPlaceholders(subject, values) }),
    ...(text === null ? {} : { text: fillPlaceholders(text, values) }),
    ...(smsText === null ? {} : { smsText: fillPlaceholders(smsText, values) }),
  }
}

export const PLACEHOLDERS = [
  'customer_name',
  'amount',
  'total',
  'currency',
  'secure_payment_url',
  'due_date',
  'invoice_number',
  'description',
  'merchant_name',
] as const
type Placeholder = (typeof PLACEHOLDERS)[number]
