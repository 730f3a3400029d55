import * as v from 'valibot'
import { isId } from '../../../db/ids.ts'
import { hasControls } from '../../../domain/invoice/limits.ts'
import { isCalendarDate } from '../../../domain/shared/calendar.ts'
import type { FieldCode } from './field-codes.ts'
import { Problem } from '../errors/problem.ts'
import { fieldErrors } from './fields.ts'

const CURSOR = '`next_cursor` of the page before'
const CURSOR_ORIGIN = 'must come from next_cursor'

export const limit = v.pipe(
  v.string(),
  v.metadata({ type: 'integer', minimum: 1, maximum: 100 }),
  v.regex(/^\d{1,3}$/, 'out_of_range|must be between 1 and 100'),
  v.transform(Number),
  v.minValue(1, 'out_of_range|must be between 1 and 100'),
  v.maxValue(100, 'out_of_range|must be between 1 and 100'),
)

export const idCursor = (prefix: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.description(CURSOR),
      v.check((text) => isId(prefix, text), `invalid_cursor|${CURSOR_ORIGIN}`),
    ),
  )

export const idFilter = (prefix: string, thing: string) =>
  v.optional(
    v.pipe(
      v.string(),
      v.check((text) => isId(prefix, text), `invalid_id|must be the id of ${thing}`),
    ),
  )

/** @param max UTF-16 code units */
export const textFilter = (max: number) =>
  v.pipe(
    v.string(),
    v.maxLength(max, `too_long|must be at most ${max} characters`),
    v.check((text) => !hasControls(text), 'invalid_characters|must not contain control characters'),
  )

export const textCursor = v.optional(v.pipe(v.string(), v.description(CURSOR)))

export const numberCursor = v.optional(
  v.pipe(
    v.string(),
    v.description(CURSOR),
    v.regex(/^\d{1,9}$/, `invalid_cursor|${CURSOR_ORIGIN}`),
    v.transform(Number),
  ),
)

export function writeCursor(values: readonly unknown[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

export function readCursor(cursor: string): unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    return Array.isArray(values) ? values : []
  } catch {
    return []
  }
}

export function isCursorInstant(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/.test(value) &&
    isCalendarDate(value.slice(0, -17))
  )
}

export function invalidQuery(name: string, code: FieldCode, detail: string): Problem {
  return new Problem('invalid_query', undefined, [{ pointer: `/${name}`, code, detail }])
}

export function invalidCursor(detail = CURSOR_ORIGIN): Problem {
  return invalidQuery('cursor', 'invalid_cursor', detail)
}

export const EventList = v.strictObject({
  limit: v.optional(limit, '100'),
  cursor: numberCursor,
})

export const parseEventList = (query: Record<string, string>) => parseQuery(EventList, query)

/** @throws Problem `invalid_query` */
export function parseQuery<const S extends v.GenericSchema>(
  schema: S,
  query: Record<string, unknown>,
): v.InferOutput<S> {
  const result = v.safeParse(schema, query)
  if (!result.success) throw new Problem('invalid_query', undefined, fieldErrors(result.issues))
  return result.output
}
