import type { Instant } from '../shared/calendar.ts'
import { isSkippedByRequest, type RecurringState } from './state.ts'

/** What a plan waits for next by itself. */
export interface RecurringDeadline {
  at: Instant
  reason: 'occurrence'
  /** The number of the occurrence. */
  of: number
}

/** The next occurrence, or undefined while the plan is paused, has ended, or needs dates first. */
export function nextDeadline({ status, planned: [next] }: RecurringState): RecurringDeadline | undefined {
  if (status !== 'active' || !next) return undefined
  return { at: next.at, reason: 'occurrence', of: next.number }
}

/**
 * Are more dates needed to know what comes next? After an outage all that are late have to be known, as the latest of
 * them is treated differently; what a test clock goes through is met one by one.
 */
export function needsDates(state: RecurringState, now: Instant): boolean {
  if (state.status !== 'active' || state.complete) return false
  const last = state.planned.at(-1)
  return !last || (last.at <= now && !isSkippedByRequest(state, last))
}

/**
 * When something has to be done for a plan, by its own clock: at once while anything is owed, else when its next
 * occurrence comes; undefined if nothing comes any more. What is owed is done by its workflow, unless that was lost.
 *
 * @param now when the latest of its events was recorded
 */
export function nextWork(state: RecurringState, now: Instant): Instant | undefined {
  const isBehind = state.due.length > 0 || state.notices.length > 0 || needsDates(state, now)
  return isBehind ? now : nextDeadline(state)?.at
}

/** Is everything done that the plan's clock, which may have been moved, has come to? */
export function isAtRest(state: RecurringState, now: Instant): boolean {
  const next = nextDeadline(state)
  return state.due.length === 0 && !needsDates(state, now) && !(next && next.at <= now)
}

/** By the plan's clock the instant up to which everything is done. */
export function processedUntil(state: RecurringState, now: Instant): Instant {
  const toMeet = state.status === 'active' ? state.planned : []
  const soonest = [...state.due, ...toMeet][0]?.at ?? now
  return Math.min(soonest, now)
}
