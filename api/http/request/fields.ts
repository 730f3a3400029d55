import * as v from 'valibot'
import { isCalendarDate } from '../../../domain/shared/calendar.ts'
import {
  hasControls,
  hasControlsBesideLineEnds,
  isPhone,
  TEN_YEARS_MS,
  withLineEnds,
} from '../../../domain/invoice/limits.ts'
import { type Channel, CHANNELS } from '../../../domain/invoice/index.ts'
import { PLACEHOLDERS } from '../../../domain/invoice/messages/own-words.ts'
import { MAX_CC } from '../../../domain/customer/customer.ts'
import { parseDecimal, unsignedZero } from '../../../domain/shared/decimal.ts'
import { hasVisibleText, withoutOverrides } from '../../../domain/shared/direction.ts'
import { isEmailAddress } from '../../../domain/shared/email-address.ts'
import { canonicalLanguage } from '../../../domain/shared/language.ts'
import { listPlaceholders, unknownPlaceholder } from '../../../domain/shared/placeholders.ts'
import type { FieldCode } from './field-codes.ts'
import type { FieldError } from '../errors/problem.ts'

const visibleText = (documented: Record<string, unknown>) =>
  v.pipe(
    v.string('invalid_type|must be a text'),
    v.metadata(documented),
    v.transform(withoutOverrides),
    v.trim(),
    v.check(hasVisibleText, 'required|must not be empty'),
  )

/** @param max UTF-16 code units */
export const line = (max: number, documented: Record<string, unknown> = {}) =>
  v.pipe(
    visibleText({ minLength: 1, maxLength: max, ...documented }),
    v.maxLength(max, `too_long|must be at most ${max} characters`),
    v.check((text) => !hasControls(text), 'invalid_characters|must not contain control characters'),
  )

/** @param max UTF-16 code units */
export const prose = (max: number) =>
  v.pipe(
    v.string('invalid_type|must be a text'),
    v.metadata({ minLength: 1, maxLength: max }),
    v.transform(withLineEnds),
    visibleText({}),
    v.maxLength(max, `too_long|must be at most ${max} characters`),
    v.check(
      (text) => !hasControlsBesideLineEnds(text),
      'invalid_characters|must not contain control characters',
    ),
  )

const KNOWN = listPlaceholders(PLACEHOLDERS)

export const onlyKnownPlaceholders = v.check<string, (issue: { input: string }) => string>(
  (text) => unknownPlaceholder(text, PLACEHOLDERS) === undefined,
  ({ input }) =>
    `unknown_placeholder|has {${unknownPlaceholder(input, PLACEHOLDERS)}}; the placeholders are ${KNOWN}`,
)

export const date = v.pipe(
  line(100, { maxLength: 10, format: 'date', examples: ['2026-12-31'] }),
  v.check(isCalendarDate, 'invalid_date|must be a date that exists, 2026-11-30'),
)

/** The output is in milliseconds since 1970. */
export const instant = v.pipe(
  v.string('invalid_type|must be an instant, 2026-11-30T09:00:00Z'),
  v.metadata({ format: 'date-time', examples: ['2026-12-31T09:00:00Z'] }),
  v.check(isInstant, 'invalid_instant|must be an instant with its zone, 2026-11-30T09:00:00Z'),
  v.transform((text) => Date.parse(text)),
)

export function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    Math.abs(Date.parse(text) - Date.now()) < TEN_YEARS_MS
  )
}

/**
 * The text `-0` is read as 0, as JSON's number -0 is.
 *
 * @param kind names the value in error texts, such as `a percentage`
 */
export const decimalText = (kind: string, documented: Record<string, unknown> = {}) =>
  v.pipe(
    v.union([v.number(), v.string()], `invalid_type|must be ${kind}`),
    v.metadata(documented),
    v.transform(String),
    v.check(
      (text) => parseDecimal(text) !== undefined,
      `invalid_decimal|must be ${kind} with at most 6 decimals`,
    ),
    v.transform(unsignedZero),
  )

export const minorUnits = v.pipe(
  v.number('invalid_type|must be a whole number of minor units'),
  v.metadata({ type: 'integer', description: 'Minor units: 12.50 GBP is `1250`', examples: [12_500] }),
  v.check(
    (amount) => Math.abs(amount) <= Number.MAX_SAFE_INTEGER,
    'too_large|must be below 2^53 minor units',
  ),
  v.check(
    (amount) => Number.isInteger(amount),
    'too_many_digits|is in minor units, so it has no decimals: 12.50 EUR is 1250',
  ),
)

export const positiveAmount = v.pipe(
  minorUnits,
  v.metadata({ minimum: 1 }),
  v.check((value) => value > 0, 'not_positive|must be more than 0'),
)

export const email = v.pipe(
  v.string('invalid_type|must be a text'),
  v.metadata({ format: 'email', maxLength: 254, examples: ['ada@customer.example'] }),
  v.trim(),
  v.minLength(1, 'required|must not be empty'),
  v.maxLength(254, 'too_long|must be at most 254 characters'),
  v.check((text) => !hasControls(text), 'invalid_characters|must not contain control characters'),
  v.check(isEmailAddress, 'invalid_email|must be an e-mail address such as ada@example.com'),
)

export const companyNumber = line(50)
export const taxNumber = line(50)

export const copies = v.pipe(
  v.array(email, 'invalid_type|must be a list of e-mail addresses'),
  v.maxLength(MAX_CC, `too_many|must have at most ${MAX_CC} addresses`),
)

export const phone = v.pipe(
  line(20, { description: 'E.164', examples: ['+447700900123'] }),
  v.check(isPhone, 'invalid_phone|must be in international form, +447700900123'),
)

export const language = v.pipe(
  line(100, { description: 'BCP 47 tag of the language of page, messages and PDFs', examples: ['da-DK'] }),
  v.transform((text) => canonicalLanguage(text) ?? ''),
  v.minLength(1, 'invalid_language|must be a language tag such as en or da-DK'),
)

export const channel = v.picklist(CHANNELS, 'unsupported_channel|must be "email" or "sms"')

export const channelOrBoth = v.optional(
  v.picklist([...CHANNELS, 'both'], 'unsupported_channel|must be "email", "sms" or "both"'),
  'email',
)

export const uniqueChannels = v.transform((channels: Channel[]) => [...new Set(channels)])

/**
 * Avoids `v.partialCheck`, which can run although a field failed its check.
 *
 * @see findings/valibot-check-runs-on-fields-that-failed-their-own.sh
 */
export function rule<T extends object>(
  fields: readonly (keyof T)[],
  isMet: (body: T) => boolean,
  message: string | ((body: T) => string),
) {
  return v.rawCheck<T>(({ dataset, addIssue }) => {
    const hasError = dataset.issues?.some(
      ({ path }) => !path || (fields as readonly unknown[]).includes(path[0].key),
    )
    const body = dataset.value as T
    if (hasError || isMet(body)) return
    addIssue({ message: typeof message === 'string' ? message : message(body) })
  })
}

const MAX_ERRORS = 500

export function fieldErrors(issues: readonly v.BaseIssue<unknown>[]): FieldError[] {
  const seen = new Map<string, FieldError>()
  for (const issue of issues.slice(0, MAX_ERRORS)) {
    const pointer = pointerTo(issue.path ?? [])
    if (!seen.has(pointer)) seen.set(pointer, { pointer, ...describe(issue) })
  }
  return [...seen.values()]
}

function describe(issue: v.BaseIssue<unknown>): Omit<FieldError, 'pointer'> {
  const missing = issue.kind === 'schema' && issue.input === undefined
  if (missing) return { code: 'required', detail: 'is required' }
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return { code: 'unknown_field', detail: 'is not a field of this request' }
  const [code = '', detail] = issue.message.split('|')
  return detail === undefined
    ? { code: 'invalid_type', detail: `must be ${TYPE_NAMES[issue.expected ?? ''] ?? 'of another type'}` }
    : { code: code as FieldCode, detail }
}

const TYPE_NAMES: Partial<Record<string, string>> = {
  Array: 'a list',
  Object: 'an object',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
}

function pointerTo(path: readonly { key?: unknown }[]): string {
  return path.map(({ key }) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
