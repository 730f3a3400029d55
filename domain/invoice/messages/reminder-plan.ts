import {
  addDays,
  type CalendarDate,
  type Instant,
  type TimeOfDay,
  timeOnDate,
} from '../../shared/calendar.ts'
import type { Channel } from '../types.ts'

/** `days` counts from the due date, negative for earlier days. */
export interface ReminderStep {
  days: number
  channel: ReminderChannel
  text?: string
}

export type ReminderChannel = Channel | 'both'

export interface ReminderPlan {
  /** `time` is in the merchant's time zone. */
  time: TimeOfDay
  steps: ReminderStep[]
}

export const DEFAULT_PLAN: ReminderPlan = {
  time: '09:00',
  steps: [-3, 0, 3, 7, 14].map((days) => ({ days, channel: 'email' })),
}

export const MOST_STEPS = 50
export const MOST_DAYS = 365

export interface PlannedReminder {
  id: string
  at: Instant
  days: number
  channels: Channel[]
}

export function scheduleReminders(
  plan: ReminderPlan,
  dueDate: CalendarDate,
  zone: string,
): PlannedReminder[] {
  return plan.steps
    .map(({ days, channel }) => {
      const date = addDays(dueDate, days)
      return {
        id: `${date}/${channel}`,
        at: timeOnDate(date, plan.time, zone),
        days,
        channels: channelsOf(channel),
      }
    })
    .toSorted((a, b) => a.at - b.at)
}

export function channelsOf(channel: ReminderChannel): Channel[] {
  return channel === 'both' ? ['email', 'sms'] : [channel]
}

export function equalSteps(steps: readonly ReminderStep[]): number[] {
  return steps.flatMap((step, index) =>
    steps.slice(0, index).some((other) => collide(step, other)) ? [index] : [],
  )
}

function collide(a: ReminderStep, b: ReminderStep): boolean {
  return a.days === b.days && channelsOf(a.channel).some((channel) => channelsOf(b.channel).includes(channel))
}
