import type { Instant } from '../calendar.ts'
import { type InvoiceState, liveAttempt } from './state.ts'

/** What the workflow waits for next by itself, and why. */
export interface Deadline {
  at: Instant
  reason: 'overdue' | 'link_expiry' | 'payment_check'
}

/**
 * The next instant at which something happens by itself, or undefined when nothing ever will.
 *
 * @param lastCheckedAt when the live attempt was last read at its rail; absent if never.
 */
export function nextDeadline(state: InvoiceState, lastCheckedAt?: Instant): Deadline | undefined {
  const [first] = deadlines(state, lastCheckedAt)
  return first
}

/** Every deadline that stands now, soonest first. */
export function deadlines(state: InvoiceState, lastCheckedAt?: Instant): Deadline[] {
  const all: Deadline[] = []
  if (state.overdueAt !== undefined && (state.status === 'sent' || state.status === 'viewed')) {
    all.push({ at: state.overdueAt, reason: 'overdue' })
  }
  if (state.link?.state === 'active') all.push({ at: state.link.expiresAt, reason: 'link_expiry' })
  const live = liveAttempt(state)
  if (live) {
    // Paid by another attempt: this one is cancelled at once, before its payer pays a second time.
    const { paidAt } = state
    const isNew = paidAt !== undefined && (lastCheckedAt === undefined || lastCheckedAt < paidAt)
    all.push({ at: isNew ? paidAt : nextCheck(live.startedAt, lastCheckedAt), reason: 'payment_check' })
  }
  return all.toSorted((a, b) => a.at - b.at)
}

const FIRST_CHECK_MS = 60_000
const LONGEST_WAIT_MS = 6 * 3_600_000

/**
 * A payment whose webhook is lost is read at the rail: a minute after it started, and each time again after as
 * long as it has lasted already, at most six hours.
 */
function nextCheck(startedAt: Instant, lastCheckedAt: Instant | undefined): Instant {
  if (lastCheckedAt === undefined || lastCheckedAt < startedAt) return startedAt + FIRST_CHECK_MS
  const lasted = lastCheckedAt - startedAt
  return lastCheckedAt + Math.min(Math.max(lasted, FIRST_CHECK_MS), LONGEST_WAIT_MS)
}
