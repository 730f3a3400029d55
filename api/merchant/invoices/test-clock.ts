import { TEN_YEARS_MS } from '../../../domain/invoice/limits.ts'
import { afterDuration } from '../../../domain/shared/calendar.ts'
import { parseBody } from '../../http/request/json-body.ts'
import { invalidFields, Problem } from '../../http/errors/problem.ts'
import { ClockBody } from './request/command-bodies.ts'

const MAX_OFFSET_MS = 10 * TEN_YEARS_MS

/**
 * @param now the test clock's time, in milliseconds since 1970
 * @returns milliseconds
 * @throws Problem `invalid_fields`, `invalid_duration` or `clock_moved_back`
 */
export function advanceBy(json: unknown, now: number, timeZone: string): number {
  const { advance } = parseBody(ClockBody, json)
  const to = afterDuration(now, advance, timeZone)
  const isTooFar = to !== undefined && to - Date.now() > MAX_OFFSET_MS
  if (to === undefined || to - now > TEN_YEARS_MS || isTooFar) {
    const detail = 'must be an ISO 8601 duration, P30D, of at most ten years, and of a hundred years in all'
    throw invalidFields([{ pointer: '/advance', code: 'invalid_duration', detail }])
  }
  if (to < now) throw new Problem('clock_moved_back')
  return to - now
}
