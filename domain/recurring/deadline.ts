import type { Instant } from '../shared/calendar.ts'
import { isSkippedByRequest, type RecurringState } from './state.ts'

export interface RecurringDeadline {
  at: Instant
  reason: 'occurrence'
  of: number
}

export function nextDeadline({ status, planned: [next] }: RecurringState): RecurringDeadline | undefined {
  if (status !== 'active' || !next) return undefined
  return { at: next.at, reason: 'occurrence', of: next.number }
}

/**
 * After an outage all late dates are needed, because `catch_up` depends on their number. Occurrences that a
 * test clock passed are decided one by one.
 */
export function needsDates(state: RecurringState, now: Instant): boolean {
  if (state.status !== 'active' || state.complete) return false
  const last = state.planned.at(-1)
  return !last || (last.at <= now && !isSkippedByRequest(state, last))
}

/**
 * The sweep restarts a workflow that missed the instant.
 *
 * @param now the instant of the latest event
 * @returns undefined without work and without a deadline
 */
export function nextWork(state: RecurringState, now: Instant): Instant | undefined {
  const isBehind = state.due.length > 0 || state.notices.length > 0 || needsDates(state, now)
  return isBehind ? now : nextDeadline(state)?.at
}

/**
 * A state at rest has no occurrence to decide or to issue.
 *
 * @param now the instant on the recurring invoice's clock
 */
export function isAtRest(state: RecurringState, now: Instant): boolean {
  const next = nextDeadline(state)
  return state.due.length === 0 && !needsDates(state, now) && !(next && next.at <= now)
}

/** Returns an instant of the recurring invoice's clock. */
export function processedUntil(state: RecurringState, now: Instant): Instant {
  const coming = state.status === 'active' ? state.planned : []
  const soonest = [...state.due, ...coming][0]?.at ?? now
  return Math.min(soonest, now)
}
