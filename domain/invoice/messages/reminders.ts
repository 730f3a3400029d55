import type { Instant } from '../../shared/calendar.ts'
import { type InvoiceState, type Reminder, waitingMismatch } from '../state.ts'
import { isPayable } from '../status.ts'
import type { SkipReason } from '../types.ts'
import { DAY_MS } from '../../shared/durations.ts'

export function isRemindable(state: InvoiceState): boolean {
  return isPayable(state.status) && state.voidRequestedAt === undefined && state.onHoldSince === undefined
}

export function dueReminders(state: InvoiceState, now: Instant): Reminder[] {
  if (!isRemindable(state)) return []
  return state.reminders
    .filter(({ status: is, at, days }) => is === 'planned' && days !== undefined && at <= now)
    .toSorted((a, b) => a.at - b.at)
}

export function isTooLate(reminder: Reminder, due: readonly Reminder[], now: Instant): boolean {
  return reminder !== due.at(-1) || now - reminder.at > DAY_MS
}

export function reminderBlocker(state: InvoiceState, { channels }: Reminder): SkipReason | undefined {
  if (state.onHoldSince !== undefined) return 'on_hold'
  if (!isRemindable(state)) return 'nothing_due'
  if (state.link?.expired) return 'link_expired'
  if (state.attempts.some((attempt) => attempt.status === 'processing')) return 'payment_in_progress'
  const mismatch = waitingMismatch(state)
  if (mismatch) return mismatch
  return channels.every((channel) => state.blocked[channel]) ? 'undeliverable' : undefined
}
