import type { Instant } from '../shared/calendar.ts'
import { isSkippedByRequest, type RecurringState } from './state.ts'

/** The next occurrence that the workflow waits for. */
export interface RecurringDeadline {
  at: Instant
  reason: 'occurrence'
  /** The number of the occurrence. */
  of: number
}

/** Undefined while the recurring invoice is paused, has ended, or has no planned dates. */
export function nextDeadline({ status, planned: [next] }: RecurringState): RecurringDeadline | undefined {
  if (status !== 'active' || !next) return undefined
  return { at: next.at, reason: 'occurrence', of: next.number }
}

/**
 * True if more dates must be planned. After an outage all late dates must be known, because `catch_up` depends on the
 * latest. Occurrences that a test clock skipped are decided one by one.
 */
export function needsDates(state: RecurringState, now: Instant): boolean {
  if (state.status !== 'active' || state.complete) return false
  const last = state.planned.at(-1)
  return !last || (last.at <= now && !isSkippedByRequest(state, last))
}

/**
 * The instant of the workflow's next work, by its own clock. Equals now if work is pending, else the next
 * occurrence; undefined without work. The sweep restarts a workflow that missed it.
 *
 * @param now the instant of the latest event
 */
export function nextWork(state: RecurringState, now: Instant): Instant | undefined {
  const isBehind = state.due.length > 0 || state.notices.length > 0 || needsDates(state, now)
  return isBehind ? now : nextDeadline(state)?.at
}

/** True if no work is left until the next occurrence. @param now by its own clock */
export function isAtRest(state: RecurringState, now: Instant): boolean {
  const next = nextDeadline(state)
  return state.due.length === 0 && !needsDates(state, now) && !(next && next.at <= now)
}

/** The instant up to which all work is done, by its own clock. */
export function processedUntil(state: RecurringState, now: Instant): Instant {
  const coming = state.status === 'active' ? state.planned : []
  const soonest = [...state.due, ...coming][0]?.at ?? now
  return Math.min(soonest, now)
}
