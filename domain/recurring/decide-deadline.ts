import type { Instant } from '../shared/calendar.ts'
import type { RecurringEvent, SkippedBecause } from './events.ts'
import type { Occurrence } from './rule.ts'
import { isSkippedByRequest, type RecurringState } from './state.ts'

const DAY_MS = 86_400_000
/** So many at most are issued late, where the merchant wants all. */
const MOST_LATE = 12

type Due = Extract<RecurringEvent, { type: 'occurrence_due' }>

/**
 * What happens now that the next occurrence's time has come: those that are not to be issued are skipped, up to the
 * first that is. One at a time: by itself a plan issues and records each before it looks at the next. A request of its
 * merchant's is decided after all that have come, so then several can be due at once. Of a plan that is paused all that
 * have come are skipped.
 *
 * @param now by the plan's own clock
 */
export function decideDeadline(state: RecurringState, now: Instant): RecurringEvent[] {
  if (state.status === 'ended') return []
  const come = state.planned.filter(({ at }) => at <= now)
  if (state.status === 'paused') return skipped(come[0], come.at(-1), 'paused', now)
  const events: RecurringEvent[] = []
  let from = 0
  while (from < come.length) {
    const reason = whySkip(state, come.slice(from), now)
    if (!reason) break
    let to = from + 1
    while (to < come.length && whySkip(state, come.slice(to), now) === reason) to += 1
    events.push(...skipped(come[from], come[to - 1], reason, now))
    from = to
  }
  const next = come[from]
  if (!next) return events
  const realNow = now - state.testClockOffsetMs
  const at = isSkippedByRequest(state, next) ? Math.max(next.at, realNow) : now
  return [...events, due(state, next, at, at - realNow, 1)]
}

/** The decision to make an occurrence's invoice now, with the words that hold now. */
export function due(
  { templateId }: RecurringState,
  { number, date, until, at: plannedAt }: Occurrence,
  at: Instant,
  testClockOffsetMs: number,
  attempt: number,
): Due {
  const facts = { number, date, until, plannedAt, attempt, templateId, testClockOffsetMs }
  return { type: 'occurrence_due', key: `due:${number}`, at, cause: { by: 'schedule' }, ...facts }
}

/** Why the first of these, whose time has come, is not issued any more; undefined if it is. */
function whySkip(state: RecurringState, come: Occurrence[], now: Instant): SkippedBecause | undefined {
  const [first] = come
  if (!first) return undefined
  if (state.resumedAt !== undefined && first.at <= state.resumedAt) return 'paused'
  if (isSkippedByRequest(state, first) || now - first.at <= DAY_MS) return undefined
  const isMissed = {
    none: true,
    latest: come.length > 1,
    all: come.length > MOST_LATE,
  }[state.catchUp]
  return isMissed ? 'missed' : undefined
}

function skipped(
  first: Occurrence | undefined,
  last: Occurrence | undefined,
  reason: SkippedBecause,
  at: Instant,
): RecurringEvent[] {
  if (!first || !last) return []
  const key = `skipped:${first.number}`
  return [{ type: 'occurrences_skipped', key, at, cause: { by: 'schedule' }, first, last, reason }]
}
