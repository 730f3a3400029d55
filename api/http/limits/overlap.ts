import * as v from 'valibot'
import { afterDuration } from '../../../domain/shared/calendar.ts'
import { parseBody } from '../request/json-body.ts'
import { invalidFields } from '../errors/problem.ts'
import { DAY_MS } from '../../../domain/shared/durations.ts'

export const OverlapBody = v.strictObject({
  overlap: v.optional(
    v.pipe(
      v.string('invalid_type|must be a text'),
      v.description('How long the earlier one still works: an ISO 8601 duration'),
    ),
    'P1D',
  ),
})

/**
 * @returns milliseconds
 *
 * @throws Problem `invalid_fields` or `invalid_duration`
 */
export function overlapOf(json: unknown, maxDays: number): number {
  const { overlap } = parseBody(OverlapBody, json)
  const now = Date.now()
  const overlapMs = (afterDuration(now, overlap, 'UTC') ?? -1) - now
  if (overlapMs >= 0 && overlapMs <= maxDays * DAY_MS) return overlapMs
  const detail = `must be an ISO 8601 duration from PT0S to P${maxDays}D`
  throw invalidFields([{ pointer: '/overlap', code: 'invalid_duration', detail }])
}
