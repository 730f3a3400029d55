import type { InvoiceEvent, Schedule } from '../events.ts'
import type { PlannedReminder } from '../messages/reminder-plan.ts'
import type { InvoiceState, Reminder } from '../state.ts'
import type { Channel, SkipReason } from '../types.ts'
import { resendMissed } from './missed.ts'
import { withNotice } from './delivery.ts'

type ScheduleEvent = Extract<
  InvoiceEvent,
  {
    type:
      | 'issued'
      | 'amended'
      | 'reminder_requested'
      | 'reminded'
      | 'reminder_skipped'
      | 'reminder_failed'
      | 'hold_placed'
      | 'hold_released'
      | 'overdue'
      | 'clock_advanced'
      | 'link_expired'
      | 'link_regenerated'
      | 'link_requested'
  }
>

export function evolveSchedule(state: InvoiceState, event: ScheduleEvent): InvoiceState {
  switch (event.type) {
    case 'issued':
      return issued(state, event)
    case 'amended': {
      const next = rescheduled(state, event, event.at, 'past')
      return event.newAddress.length > 0 ? readdressed(next, event.newAddress) : next
    }
    case 'hold_released': {
      const { onHoldSince: _, ...next } = rescheduled(state, event, event.at, 'on_hold')
      return next
    }
    case 'hold_placed':
      return { ...state, onHoldSince: event.at }
    case 'reminder_requested': {
      const { reminderId: id, at, channels } = event
      return { ...state, reminders: [...state.reminders, { id, at, channels, status: 'planned' }] }
    }
    case 'reminded':
      return withReminder(state, event.reminderId, { status: 'sent' })
    case 'reminder_skipped':
      return withReminder(state, event.reminderId, { status: 'skipped', why: event.reason })
    case 'reminder_failed':
      return withReminder(state, event.reminderId, { status: 'failed', why: event.reason })
    case 'overdue':
      return { ...state, isOverdue: true }
    case 'clock_advanced':
      return { ...state, testClockOffsetMs: state.testClockOffsetMs + event.byMs }
    case 'link_expired':
      return state.link ? { ...state, link: { ...state.link, expired: true } } : state
    case 'link_regenerated': {
      const { linkId: id, expiresAt, channels } = event
      const next = { ...state, link: { id, expiresAt, status: 'active' as const, expired: false } }
      return channels.length > 0 ? sentAgain(next, channels) : next
    }
    case 'link_requested': {
      const linkRequests = [...state.linkRequests, event.linkId]
      return withNotice({ ...state, linkRequests }, `link_requested:${event.linkId}`, 'link_requested')
    }
  }
}

function issued(state: InvoiceState, event: Extract<InvoiceEvent, { type: 'issued' }>): InvoiceState {
  const { number, currency, deposit, dueDate, overdueAt, linkId, linkExpiresAt, channels } = event
  const link = { id: linkId, status: 'active' as const, expiresAt: linkExpiresAt, expired: false }
  return {
    ...state,
    number,
    currency,
    issuedAt: event.at,
    ...(event.isTakenOver ? { isTakenOver: true } : {}),
    amount: event.amount,
    ...(deposit ? { deposit } : {}),
    dueDate,
    overdueAt,
    link,
    mode: event.mode,
    testClockOffsetMs: event.testClockOffsetMs ?? 0,
    rules: event.rules,
    ...(event.sentByImport ? { sentByImport: event.sentByImport } : {}),
    deliveries: Object.fromEntries(channels.map((channel) => [channel, 'pending'])),
    reminders: plan([], event.reminders, event.at, 'past'),
  }
}

function rescheduled(state: InvoiceState, schedule: Schedule, at: number, missed: SkipReason): InvoiceState {
  const { dueDate, overdueAt, linkExpiresAt, reminders } = schedule
  const link = state.link && {
    ...state.link,
    expiresAt: linkExpiresAt,
    expired: state.link.expired && linkExpiresAt <= at,
  }
  return {
    ...state,
    dueDate,
    overdueAt,
    isOverdue: state.isOverdue && overdueAt <= at,
    ...(link ? { link } : {}),
    reminders: plan(state.reminders, reminders, at, missed),
  }
}

function plan(
  before: readonly Reminder[],
  steps: readonly PlannedReminder[],
  at: number,
  missed: SkipReason,
): Reminder[] {
  const kept = before.filter(
    ({ status, days }) => status === 'sent' || status === 'failed' || days === undefined,
  )
  const done = new Set(
    kept.flatMap(({ id, channels }) => channels.map((channel) => `${dayOf(id)}/${channel}`)),
  )
  const known = new Map(before.map((reminder) => [reminder.id, reminder]))
  const next = steps.flatMap((step): Reminder[] => {
    const channels = step.channels.filter((channel) => !done.has(`${dayOf(step.id)}/${channel}`))
    if (channels.length === 0) return []
    const earlier = known.get(step.id)
    if (step.at > at) return [{ ...step, channels, status: 'planned' }]
    return [earlier?.status === 'skipped' ? earlier : { ...step, channels, status: 'skipped', why: missed }]
  })
  return [...kept, ...next]
}

function dayOf(id: string): string {
  return id.slice(0, id.indexOf('/'))
}

function withReminder(state: InvoiceState, id: string, facts: Partial<Reminder>): InvoiceState {
  const reminders = state.reminders.map((reminder) =>
    reminder.id === id && reminder.status === 'planned' ? { ...reminder, ...facts } : reminder,
  )
  return { ...state, reminders }
}

function sentAgain(state: InvoiceState, channels: readonly Channel[]): InvoiceState {
  const again = Object.fromEntries(channels.map((channel) => [channel, 'pending' as const]))
  return { ...state, delivery: state.delivery + 1, deliveries: { ...state.deliveries, ...again } }
}

function readdressed(state: InvoiceState, channels: readonly Channel[]): InvoiceState {
  const blocked = Object.fromEntries(
    Object.entries(state.blocked).filter(([channel]) => !channels.some((open) => open === channel)),
  )
  const again = channels.filter((channel) => state.deliveries[channel] !== undefined)
  const next = resendMissed({ ...state, blocked }, channels)
  return again.length > 0 ? sentAgain(next, again) : next
}
