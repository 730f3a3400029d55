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

export function needsDates(state: RecurringState, now: Instant): boolean {
  if (state.status !== 'active' || state.complete) return false
  const last = state.planned.at(-1)
  return !last || (last.at <= now && !isSkippedByRequest(state, last))
}

export function nextWork(state: RecurringState, now: Instant): Instant | undefined {
  const isBehind = state.due.length > 0 || state.notices.length > 0 || needsDates(state, now)
  return isBehind ? now : nextDeadline(state)?.at
}

export function isAtRest(state: RecurringState, now: Instant): boolean {
  const next = nextDeadline(state)
  return state.due.length === 0 && !needsDates(state, now) && !(next && next.at <= now)
}

export function processedUntil(state: RecurringState, now: Instant): Instant {
  const coming = state.status === 'active' ? state.planned : []
  const soonest = [...state.due, ...coming][0]?.at ?? now
  return Math.min(soonest, now)
}
