import { addDays, type CalendarDate, type Instant, type TimeOfDay, timeOnDate } from '../shared/calendar.ts'
import type { Channel } from './events.ts'

/** One step of a plan: so many days after the due date, or before it if negative. */
export interface ReminderStep {
  days: number
  channel: ReminderChannel
  /** The merchant's own words, with placeholders; absent: ours, which say whether it is before or after the date. */
  text?: string
}

export type ReminderChannel = Channel | 'both'

/** When a customer is reminded, by the merchant's calendar. */
export interface ReminderPlan {
  /** The merchant's local time of day. */
  time: TimeOfDay
  steps: ReminderStep[]
}

/** Asked for three days before, on the day, and three times after it, by e-mail at nine in the morning. */
export const DEFAULT_PLAN: ReminderPlan = {
  time: '09:00',
  steps: [-3, 0, 3, 7, 14].map((days) => ({ days, channel: 'email' })),
}

export const MOST_STEPS = 50
export const MOST_DAYS = 365

/** A step with its instant. The id names the day and the channel, so a plan that is moved reminds once on a day. */
export interface PlannedReminder {
  id: string
  at: Instant
  days: number
  channels: Channel[]
}

/** The plan's instants for a due date, soonest first. */
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

/** The indexes of steps that would remind twice on one day by one channel. */
export function equalSteps(steps: readonly ReminderStep[]): number[] {
  return steps.flatMap((step, index) =>
    steps.slice(0, index).some((other) => collide(step, other)) ? [index] : [],
  )
}

function collide(a: ReminderStep, b: ReminderStep): boolean {
  return a.days === b.days && channelsOf(a.channel).some((channel) => channelsOf(b.channel).includes(channel))
}

/** What the merchant's own words may name; written in braces, `{invoice_number}`. */
export const PLACEHOLDERS = [
  'customer_name',
  'invoice_number',
  'amount_due',
  'due_date',
  'merchant_name',
] as const

/** The first placeholder that there is not, or undefined if all are known. */
export function unknownPlaceholder(text: string): string | undefined {
  for (const [, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
    if (!PLACEHOLDERS.some((known) => known === name)) return name
  }
  return undefined
}

export function fillPlaceholders(
  text: string,
  values: Record<(typeof PLACEHOLDERS)[number], string>,
): string {
  return text.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const known = PLACEHOLDERS.find((one) => one === name)
    return known ? values[known] : whole
  })
}
