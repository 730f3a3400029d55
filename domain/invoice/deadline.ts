import type { Instant } from '../shared/calendar.ts'
import { pendingConclusion } from './decide/conclusion.ts'
import { isRemindable } from './messages/reminders.ts'
import { type InvoiceState, liveAttempt, openRefunds, type PaymentAttempt } from './state.ts'
import { DAY_MS, HOUR_MS } from '../shared/durations.ts'

export interface Deadline {
  at: Instant
  reason: 'conclusion' | 'reminder' | 'overdue' | 'link_expiry' | 'payment_check' | 'refund_check'
  of?: string
}

export type LastChecks = Readonly<Record<string, Instant>>

export function nextDeadline(
  state: InvoiceState,
  checks: LastChecks = {},
  isMeant: (deadline: Deadline) => boolean = () => true,
): Deadline | undefined {
  return deadlines(state, checks).find(isMeant)
}

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
  const check = live && paymentCheck(state, live, checks[live.id])
  if (check) all.push(check)
  for (const { id, requestedAt } of openRefunds(state)) {
    const at = nextCheck(requestedAt, checks[id])
    if (at !== undefined) all.push({ at, reason: 'refund_check', of: id })
  }
  return all.toSorted((a, b) => a.at - b.at)
}

export function canBeOverdue(state: InvoiceState): state is InvoiceState & { overdueAt: Instant } {
  const { status, overdueAt, onHoldSince, voidRequestedAt } = state
  if (onHoldSince !== undefined || voidRequestedAt !== undefined) return false
  return overdueAt !== undefined && (status === 'sent' || status === 'viewed')
}

export function shouldCancel(state: InvoiceState, attempt: PaymentAttempt): boolean {
  if (state.status === 'paid' || state.status === 'void' || state.voidRequestedAt !== undefined) return true
  return attempt.amount > state.amountDue
}

function paymentCheck(
  state: InvoiceState,
  live: PaymentAttempt,
  last: Instant | undefined,
): Deadline | undefined {
  const unwantedSince = shouldCancel(state, live) ? unwantedAt(state) : undefined
  const isUnchecked = unwantedSince !== undefined && (last === undefined || last < unwantedSince)
  const at = isUnchecked ? unwantedSince : nextCheck(live.startedAt, last)
  return at === undefined ? undefined : { at, reason: 'payment_check', of: live.id }
}

function unwantedAt(state: InvoiceState): Instant {
  const lastPaymentAt = state.payments.at(-1)?.at ?? 0
  return Math.max(state.paidAt ?? 0, state.voidRequestedAt ?? 0, state.voidedAt ?? 0, lastPaymentAt)
}

const FIRST_CHECKS_MS = [60_000, 5 * 60_000]
const HOURLY_FOR_MS = 3 * DAY_MS
const CHECKED_FOR_MS = 90 * DAY_MS

export function nextCheck(startedAt: Instant, last: Instant | undefined): Instant | undefined {
  const early = FIRST_CHECKS_MS.map((ms) => startedAt + ms).find((at) => last === undefined || last < at)
  if (early !== undefined || last === undefined) return early
  const next = last + (last - startedAt < HOURLY_FOR_MS ? HOUR_MS : DAY_MS)
  return next - startedAt > CHECKED_FOR_MS ? undefined : next
}
