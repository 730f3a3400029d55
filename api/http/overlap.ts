import * as v from 'valibot'
import { afterDuration } from '../../domain/shared/calendar.ts'
import { parseBody } from './json-body.ts'

const DAY_MS = 86_400_000

/** Parses `overlap` to milliseconds. */
export function overlapBody(maxDays: number) {
  return v.strictObject({
    overlap: v.optional(
      v.pipe(
        v.string('invalid_type|must be a text'),
        v.description(`How long the old one still works: an ISO 8601 duration of at most P${maxDays}D`),
        v.transform(durationMs),
        v.check(
          (ms) => ms >= 0 && ms <= maxDays * DAY_MS,
          `invalid_duration|must be an ISO 8601 duration from PT0S to P${maxDays}D`,
        ),
      ),
      'P1D',
    ),
  })
}

/**
 * @returns milliseconds
 * @throws Problem `invalid_fields`
 */
export function parseOverlap(schema: ReturnType<typeof overlapBody>, json: unknown): number {
  return parseBody(schema, json).overlap
}

function durationMs(duration: string): number {
  const now = Date.now()
  return (afterDuration(now, duration, 'UTC') ?? -1) - now
}
