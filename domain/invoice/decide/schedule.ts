import { byRequest } from '../../shared/cause.ts'
import type { AmendCommand, MerchantRequest, ResumeCommand } from '../commands.ts'
import { type InvoiceState, waitingMismatch } from '../state.ts'
import { type Decision, refusalUnlessOpen } from './decision.ts'
import { DAY_MS } from '../../shared/durations.ts'

type Remind = Extract<MerchantRequest, { type: 'remind' }>
type Pause = Extract<MerchantRequest, { type: 'pause' }>

const MAX_REQUESTED_PER_DAY = 2

export function decideAmend(state: InvoiceState, command: AmendCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  const { commandId, schedule, changed, newAddress, at } = command
  // An invoice with an earlier `issue_date` can be overdue at its issue.
  if (schedule.overdueAt !== state.overdueAt && schedule.overdueAt <= (state.issuedAt ?? 0)) {
    return { refused: 'due_before_issue' }
  }
  if (changed.includes('link_expires_at') && schedule.linkExpiresAt <= at) {
    return { refused: 'expires_in_the_past' }
  }
  const key = `amended:${commandId}`
  return {
    events: [{ type: 'amended', key, at, cause: byRequest(command), changed, newAddress, ...schedule }],
  }
}

export function decideRemind(state: InvoiceState, command: Remind): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  if (state.onHoldSince !== undefined) return { refused: 'on_hold' }
  if (state.link?.status === 'expired') return { refused: 'link_expired' }
  if (state.attempts.some((attempt) => attempt.status === 'processing')) {
    return { refused: 'payment_in_progress' }
  }
  const mismatch = waitingMismatch(state)
  if (mismatch) return { refused: mismatch }
  const { reminderId, channels, at } = command
  const open = channels.filter((channel) => !state.blocked[channel])
  if (open.length === 0) return { refused: 'undeliverable' }
  const today = state.reminders.filter((one) => one.days === undefined && at - one.at < DAY_MS)
  if (today.length >= MAX_REQUESTED_PER_DAY) return { refused: 'too_many_reminders' }
  const key = `reminder_requested:${reminderId}`
  const cause = byRequest(command)
  return { events: [{ type: 'reminder_requested', key, at, cause, reminderId, channels: open }] }
}

export function decidePause(state: InvoiceState, command: Pause): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  if (state.onHoldSince !== undefined) return { refused: 'on_hold' }
  const { commandId, at } = command
  return {
    events: [{ type: 'hold_placed', key: `hold_placed:${commandId}`, at, cause: byRequest(command) }],
  }
}

export function decideResume(state: InvoiceState, command: ResumeCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  if (state.onHoldSince === undefined) return { refused: 'not_on_hold' }
  const { commandId, dates, schedule, at } = command
  const key = `hold_released:${commandId}`
  return { events: [{ type: 'hold_released', key, at, cause: byRequest(command), dates, ...schedule }] }
}
