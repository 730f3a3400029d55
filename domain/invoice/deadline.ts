import type { Instant } from '../shared/calendar.ts'
import { pendingConclusion } from './decide/complete.ts'
import { isRemindable } from './reminders.ts'
import { type InvoiceState, liveAttempt, openRefunds, type PaymentAttempt } from './state.ts'

/**
 * `of` is the id of the reminder, attempt or refund. A `conclusion` is due at once if the final event is
 * missing.
 */
export interface Deadline {
  at: Instant
  reason: 'conclusion' | 'reminder' | 'overdue' | 'link_expiry' | 'payment_check' | 'refund_check'
  of?: string
}

/** Maps attempt and refund ids to the instant of the last read at the rail. */
export type LastChecks = Readonly<Record<string, Instant>>

export function nextDeadline(
  state: InvoiceState,
  checks: LastChecks = {},
  isMeant: (deadline: Deadline) => boolean = () => true,
): Deadline | undefined {
  return deadlines(state, checks).find(isMeant)
}

/** The soonest deadline comes first. */
export function deadlines(state: InvoiceState, checks: LastChecks = {}): Deadline[] {
  const all: Deadline[] = []
  const { issuedAt = 0 } = state
  if (pendingConclusion(state, issuedAt).length > 0) all.push({ at: issuedAt, reason: 'conclusion' })
  if (canBeOverdue(state)) all.push({ at: state.overdueAt, reason: 'overdue' })
  if (state.link?.status === 'active') all.push({ at: state.link.expiresAt, reason: 'link_expiry' })
  if (isRemindable(state)) {
    for (const { id, at, days, status: is } of state.reminders) {
      if (is === 'planned' && days !== undefined) all.push({ at, reason: 'reminder', of: id })
    }
  }
  const live = liveAttempt(state)
  if (live) all.push(paymentCheck(state, live, checks[live.id]))
  for (const { id, requestedAt } of openRefunds(state)) {
    all.push({ at: nextCheck(requestedAt, checks[id]), reason: 'refund_check', of: id })
  }
  return all.toSorted((a, b) => a.at - b.at)
}

export function canBeOverdue(state: InvoiceState): state is InvoiceState & { overdueAt: Instant } {
  const { status, overdueAt, onHoldSince, voidRequestedAt } = state
  if (onHoldSince !== undefined || voidRequestedAt !== undefined) return false
  return overdueAt !== undefined && (status === 'sent' || status === 'viewed')
}

/** Prevents payments that would have to be refunded. */
export function shouldCancel(state: InvoiceState, attempt: PaymentAttempt): boolean {
  if (state.status === 'paid' || state.status === 'void' || state.voidRequestedAt !== undefined) return true
  return attempt.amount > state.amountDue
}

/** The first check of an unwanted attempt is due at once, to cancel the attempt. */
function paymentCheck(state: InvoiceState, live: PaymentAttempt, last: Instant | undefined): Deadline {
  const check = { reason: 'payment_check', of: live.id } as const
  const unwantedSince = shouldCancel(state, live) ? unwantedAt(state) : undefined
  const isUnchecked = unwantedSince !== undefined && (last === undefined || last < unwantedSince)
  return { ...check, at: isUnchecked ? unwantedSince : nextCheck(live.startedAt, last) }
}

function unwantedAt(state: InvoiceState): Instant {
  const lastPaymentAt = state.payments.at(-1)?.at ?? 0
  return Math.max(state.paidAt ?? 0, state.voidRequestedAt ?? 0, state.voidedAt ?? 0, lastPaymentAt)
}

const FIRST_CHECKS_MS = [60_000, 5 * 60_000]
const LATER_CHECKS_MS = 3_600_000

/** A webhook can be lost, so the workflow also reads the rail. */
export function nextCheck(startedAt: Instant, last: Instant | undefined): Instant {
  const next = FIRST_CHECKS_MS.map((after) => startedAt + after).find((at) => last === undefined || last < at)
  return next ?? (last ?? startedAt) + LATER_CHECKS_MS
}
