import type { Instant } from '../shared/calendar.ts'
import { attemptAmount } from './evolve/balance.ts'
import { pendingConclusion } from './decide/complete.ts'
import { isRemindable } from './reminders.ts'
import { type InvoiceState, liveAttempt, openRefunds, type PaymentAttempt } from './state.ts'

/**
 * What the workflow waits for next by itself, and why. `of` names the reminder, the attempt or the refund. A
 * `conclusion` is due at once: nothing is left to wait for, and the log does not say so yet.
 */
export interface Deadline {
  at: Instant
  reason: 'conclusion' | 'reminder' | 'overdue' | 'link_expiry' | 'payment_check' | 'refund_check'
  of?: string
}

/** When an attempt or a refund was last read at its rail, by its id. */
export type LastChecks = Readonly<Record<string, Instant>>

/**
 * The next instant at which something happens by itself, or undefined when nothing ever will.
 *
 * @param isMeant which deadlines count; all of them unless given
 */
export function nextDeadline(
  state: InvoiceState,
  checks: LastChecks = {},
  isMeant: (deadline: Deadline) => boolean = () => true,
): Deadline | undefined {
  return deadlines(state, checks).find(isMeant)
}

/** Every deadline that stands now, soonest first. */
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

/** Will it be overdue when its due date is over? Not while it is held for a dispute, or about to be voided. */
export function canBeOverdue(state: InvoiceState): state is InvoiceState & { overdueAt: Instant } {
  const { status, overdueAt, onHoldSince, voidRequestedAt } = state
  if (onHoldSince !== undefined || voidRequestedAt !== undefined) return false
  return overdueAt !== undefined && (status === 'sent' || status === 'viewed')
}

/**
 * Should a payment that has begun be stopped, if its bank still can? Its money is not wanted any more: the invoice
 * is paid by another, is to be void, or has less due than the payer was asked for.
 */
export function shouldCancel(state: InvoiceState, attempt: PaymentAttempt): boolean {
  if (state.status === 'paid' || state.status === 'void' || state.voidRequestedAt !== undefined) return true
  return attemptAmount(attempt, state) > BigInt(state.amountDue)
}

/** An unwanted payment is looked at right away, before its payer approves it, and then like any other. */
function paymentCheck(state: InvoiceState, live: PaymentAttempt, last: Instant | undefined): Deadline {
  const check = { reason: 'payment_check', of: live.id } as const
  const unwantedSince = shouldCancel(state, live) ? unwantedAt(state) : undefined
  const isNews = unwantedSince !== undefined && (last === undefined || last < unwantedSince)
  return { ...check, at: isNews ? unwantedSince : nextCheck(live.startedAt, last) }
}

/** The latest of what can make a payment unwanted. */
function unwantedAt(state: InvoiceState): Instant {
  const paidOutside = state.payments.at(-1)?.at ?? 0
  return Math.max(state.paidAt ?? 0, state.voidRequestedAt ?? 0, state.voidedAt ?? 0, paidOutside)
}

const CHECKS_MS = [60_000, 5 * 60_000]
const EVERY_MS = 3_600_000

/**
 * When a payment or refund is read at the rail whose webhook may be lost: a minute and five after it started, then every
 * hour until it is final. The first five minutes after a payer's return are the api's too.
 */
export function nextCheck(startedAt: Instant, last: Instant | undefined): Instant {
  const next = CHECKS_MS.map((after) => startedAt + after).find((at) => last === undefined || last < at)
  return next ?? (last ?? startedAt) + EVERY_MS
}
