import type { Instant } from '../calendar.ts'
import type { RecurringState } from './state.ts'

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

/** Are more dates needed to know what is due by now, and what comes next? */
export function needsDates({ status, complete, planned }: RecurringState, now: Instant): boolean {
  return status === 'active' && !complete && (planned.at(-1)?.at ?? now) <= now
}

/** Is everything done that the plan's clock, which may have been moved, has come to? */
export function isAtRest(state: RecurringState, now: Instant): boolean {
  const next = nextDeadline(state)
  return state.due.length === 0 && !needsDates(state, now) && !(next && next.at <= now)
}

/** By the plan's clock the instant up to which everything is done. */
export function reached(state: RecurringState, now: Instant): Instant {
  const soonest = [...state.due, ...state.planned][0]?.at ?? now
  return state.status === 'active' ? Math.min(soonest, now) : now
}
