import * as v from 'valibot'
import type { FieldError } from '../problem.ts'

// The building blocks of request bodies. Every message is `code|detail`, so that a mistake has a stable code.

/** Text for one line: no control characters, which neither a mail header nor PostgreSQL would take. */
export const line = (max: number) =>
  v.pipe(
    v.string('invalid_type|must be a text'),
    v.trim(),
    v.minLength(1, 'required|must not be empty'),
    v.maxLength(max, `too_long|must be at most ${max} characters`),
    v.check((text) => !/\p{Cc}|\p{Cs}/u.test(text), 'invalid_characters|must not contain control characters'),
  )

/** Text of several lines. */
export const prose = (max: number) =>
  v.pipe(
    v.string('invalid_type|must be a text'),
    v.trim(),
    v.minLength(1, 'required|must not be empty'),
    v.maxLength(max, `too_long|must be at most ${max} characters`),
    v.check(
      (text) => !/[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text),
      'invalid_characters|must not contain control characters',
    ),
  )

const MOST_ERRORS = 500

/** Each wrong field once, as a JSON pointer with a code. */
export function fieldErrors(issues: readonly v.BaseIssue<unknown>[]): FieldError[] {
  const seen = new Map<string, FieldError>()
  for (const issue of issues.slice(0, MOST_ERRORS)) {
    const pointer = pointerTo(issue.path ?? [])
    if (!seen.has(pointer)) seen.set(pointer, { pointer, ...describe(issue) })
  }
  return [...seen.values()]
}

function describe(issue: v.BaseIssue<unknown>): Omit<FieldError, 'pointer'> {
  const missing = issue.kind === 'schema' && issue.input === undefined
  if (missing) return { code: 'required', detail: 'is required' }
  if (issue.type === 'strict_object')
    return { code: 'unknown_field', detail: 'is not a field of this request' }
  const [code = '', detail] = issue.message.split('|')
  return detail === undefined
    ? { code: 'invalid_type', detail: `must be ${issue.expected ?? 'of another type'}` }
    : { code, detail }
}

function pointerTo(path: readonly { key?: unknown }[]): string {
  return path.map(({ key }) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
