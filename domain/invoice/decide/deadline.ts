import { byDeadline } from '../../shared/cause.ts'
import { canBeOverdue } from '../deadline.ts'
import type { InvoiceEvent } from '../events.ts'
import { fold } from '../evolve/evolve.ts'
import { dueReminders, isTooLate, reminderBlocker } from '../messages/reminders.ts'
import type { InvoiceState } from '../state.ts'
import { pendingConclusion } from './conclusion.ts'

export function decideDeadline(state: InvoiceState, now: number): InvoiceEvent[] {
  const end = pendingConclusion(state, now)
  if (end.length > 0) return end
  const events: InvoiceEvent[] = []
  const cause = byDeadline
  // The keys contain the decision count, because new dates can repeat the events.
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
