import type { Instant } from '../shared/calendar.ts'
import { bySchedule } from '../shared/cause.ts'
import type { RecurringEvent, SkippedBecause } from './events.ts'
import type { Occurrence } from './rule.ts'
import { isSkippedByRequest, type RecurringState } from './state.ts'
import { DAY_MS } from '../shared/durations.ts'

const MAX_LATE = 12

type Due = Extract<RecurringEvent, { type: 'occurrence_due' }>

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

export function due(
  { templateId }: RecurringState,
  { number, date, until, at: plannedAt }: Occurrence,
  at: Instant,
  testClockOffsetMs: number,
  attempt: number,
): Due {
  const facts = { number, date, until, plannedAt, attempt, templateId, testClockOffsetMs }
  return { type: 'occurrence_due', key: `due:${number}`, at, cause: bySchedule, ...facts }
}

function whySkip(state: RecurringState, come: Occurrence[], now: Instant): SkippedBecause | undefined {
  const [first] = come
  if (!first) return undefined
  if (state.resumedAt !== undefined && first.at <= state.resumedAt) return 'paused'
  if (isSkippedByRequest(state, first) || now - first.at <= DAY_MS) return undefined
  const isMissed = {
    none: true,
    latest: come.length > 1,
    all: come.length > MAX_LATE,
  }[state.catchUp]
  return isMissed ? 'missed' : undefined
}

export function occurrencesToRetry({ failed, catchUp }: RecurringState, now: Instant): number[] {
  const blocked = failed
    .filter(({ code }) => code === 'merchant_cannot_issue')
    .toSorted((one, other) => one.number - other.number)
  const kept = { none: 0, latest: 1, all: MAX_LATE }[catchUp]
  const isKept = (index: number) => index >= blocked.length - kept
  return blocked.filter(({ at }, index) => isKept(index) || now - at <= DAY_MS).map(({ number }) => number)
}

function skipped(
  first: Occurrence | undefined,
  last: Occurrence | undefined,
  reason: SkippedBecause,
  at: Instant,
): RecurringEvent[] {
  if (!first || !last) return []
  const key = `skipped:${first.number}`
  return [{ type: 'occurrences_skipped', key, at, cause: bySchedule, first, last, reason }]
}
