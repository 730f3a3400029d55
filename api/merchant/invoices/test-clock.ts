import { afterDuration } from '../../../domain/shared/calendar.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import { ClockBody, parseBody } from './command-bodies.ts'

const MOST_ADVANCE_MS = 3_653 * 86_400_000

/** A clock is ahead by a hundred years at most. */
const FURTHEST_MS = 10 * MOST_ADVANCE_MS

/**
 * By how many milliseconds a test clock is to be advanced, by the calendar of this zone.
 *
 * @param now by the clock that is moved
 * @throws Problem for what is no duration, too long, or leads backwards
 */
export function advanceBy(json: unknown, now: number, timeZone: string): number {
  const { advance } = parseBody(ClockBody, json)
  const to = afterDuration(now, advance, timeZone)
  const isTooFar = to !== undefined && to - Date.now() > FURTHEST_MS
  if (to === undefined || to - now > MOST_ADVANCE_MS || isTooFar) {
    const detail = 'must be an ISO 8601 duration of at most ten years, P30D, and not lead beyond a hundred'
    throw invalidFields([{ pointer: '/advance', code: 'invalid_duration', detail }])
  }
  if (to < now) throw new Problem('clock_moved_back')
  return to - now
}
