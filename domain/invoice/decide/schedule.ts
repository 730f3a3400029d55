import type { AmendCommand, MerchantRequest, ResumeCommand } from '../commands.ts'
import { pendingConclusion } from './complete.ts'
import { canBeOverdue } from '../deadline.ts'
import { type Decision, byMerchant, refusalUnlessOpen } from './decision.ts'
import type { Cause, InvoiceEvent } from '../events.ts'
import { fold } from '../evolve/evolve.ts'
import { dueReminders, isTooLate, reminderBlocker } from '../reminders.ts'
import type { InvoiceState } from '../state.ts'

type Remind = Extract<MerchantRequest, { type: 'remind' }>
type Pause = Extract<MerchantRequest, { type: 'pause' }>

const DAY_MS = 86_400_000
const MOST_A_DAY = 2

/** New dates, another plan, another address: validated against the invoice as it is now. */
export function decideAmend(state: InvoiceState, command: AmendCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  const { commandId, schedule, changed, newAddress, at } = command
  if (schedule.overdueAt <= (state.issuedAt ?? 0)) return { refused: 'due_before_issue' }
  if (changed.includes('link_expires_at') && schedule.linkExpiresAt <= at) {
    return { refused: 'expires_in_the_past' }
  }
  const key = `amended:${commandId}`
  return {
    events: [{ type: 'amended', key, at, cause: byMerchant(commandId), changed, newAddress, ...schedule }],
  }
}

/** One reminder now, at the merchant's word: at most two within a day. */
export function decideRemind(state: InvoiceState, { commandId, reminderId, channels, at }: Remind): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  if (state.onHoldSince !== undefined) return { refused: 'on_hold' }
  if (state.link?.status === 'expired') return { refused: 'link_expired' }
  if (state.attempts.some((attempt) => attempt.status === 'processing')) {
    return { refused: 'payment_in_progress' }
  }
  const open = channels.filter((channel) => !state.blocked[channel])
  if (open.length === 0) return { refused: 'undeliverable' }
  const today = state.reminders.filter((one) => one.days === undefined && at - one.at < DAY_MS)
  if (today.length >= MOST_A_DAY) return { refused: 'too_many_reminders' }
  const key = `reminder_requested:${reminderId}`
  return {
    events: [
      { type: 'reminder_requested', key, at, cause: byMerchant(commandId), reminderId, channels: open },
    ],
  }
}

export function decidePause(state: InvoiceState, { commandId, at }: Pause): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  if (state.onHoldSince !== undefined) return { refused: 'on_hold' }
  return { events: [{ type: 'paused', key: `paused:${commandId}`, at, cause: byMerchant(commandId) }] }
}

export function decideResume(state: InvoiceState, command: ResumeCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  if (state.onHoldSince === undefined) return { refused: 'not_on_hold' }
  const { commandId, dates, schedule, at } = command
  const key = `resumed:${commandId}`
  return { events: [{ type: 'resumed', key, at, cause: byMerchant(commandId), dates, ...schedule }] }
}

/**
 * What time brings. Several things can be due at once when a worker was away for long; a link in use does not
 * expire under its payer, and of the reminders only the last is sent.
 */
export function decideDeadline(state: InvoiceState, now: number): InvoiceEvent[] {
  const end = pendingConclusion(state, now)
  if (end.length > 0) return end
  const events: InvoiceEvent[] = []
  const cause: Cause = { by: 'deadline' }
  // What can happen more than once, as dates move to and fro, is told apart by what was decided before it.
  const { link, decisionCount: nth } = state
  if (canBeOverdue(state) && state.overdueAt <= now) {
    const { overdueAt } = state
    events.push({ type: 'overdue', key: `overdue:${nth}`, at: overdueAt, cause })
  }
  if (link?.status === 'active' && link.expiresAt <= now) {
    events.push({ type: 'link_expired', key: `link_expired:${nth}`, at: now, cause })
  }
  const next = fold(events, state)
  const due = dueReminders(next, now)
  for (const reminder of due) {
    const { id: reminderId, at: plannedAt } = reminder
    const reason = reminderBlocker(next, reminder) ?? (isTooLate(reminder, due, now) ? 'late' : undefined)
    if (reason) {
      events.push({
        type: 'reminder_skipped',
        key: `reminder_skipped:${reminderId}:${plannedAt}`,
        at: now,
        cause,
        reminderId,
        reason,
      })
    }
  }
  return events
}
