import type { Instant } from '../shared/calendar.ts'
import type { SkipReason } from './events.ts'
import type { InvoiceState, Reminder } from './state.ts'
import { isPayable } from './status.ts'

/** Is there anything to remind of, and may it be done? A dispute holds reminders back. */
export function isRemindable(state: InvoiceState): boolean {
  return isPayable(state.status) && state.voidRequestedAt === undefined && state.onHoldSince === undefined
}

/** The planned reminders whose time has come, soonest first; those the merchant asks for are not among them. */
export function dueReminders(state: InvoiceState, now: Instant): Reminder[] {
  if (!isRemindable(state)) return []
  return state.reminders
    .filter(({ status: is, at, days }) => is === 'planned' && days !== undefined && at <= now)
    .toSorted((a, b) => a.at - b.at)
}

const DAY_MS = 86_400_000

/**
 * Is it too late for this one of the reminders that are due? Of several only the last is sent, and only within a day:
 * whatever the reason that they were not sent in time, they do not go out in a burst.
 */
export function isTooLate(reminder: Reminder, due: readonly Reminder[], now: Instant): boolean {
  return reminder !== due.at(-1) || now - reminder.at > DAY_MS
}

/** Why this reminder would not be sent as things are; undefined if it would. */
export function reminderBlocker(state: InvoiceState, { channels }: Reminder): SkipReason | undefined {
  if (state.onHoldSince !== undefined) return 'on_hold'
  if (!isRemindable(state)) return 'nothing_due'
  if (state.link?.expired) return 'link_expired'
  if (state.attempts.some((attempt) => attempt.status === 'processing')) return 'payment_in_progress'
  return channels.every((channel) => state.blocked[channel]) ? 'undeliverable' : undefined
}
