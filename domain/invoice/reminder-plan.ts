import { addDays, type CalendarDate, type Instant, type TimeOfDay, timeOnDate } from '../shared/calendar.ts'
import type { Channel } from './types.ts'

/** A step of a reminder plan. `days` counts from the due date, negative before it. */
export interface ReminderStep {
  days: number
  channel: ReminderChannel
  /** The merchant's text with placeholders. Without it, the default text is sent. */
  text?: string
}

export type ReminderChannel = Channel | 'both'

/** The reminders of an invoice, in the merchant's time zone. */
export interface ReminderPlan {
  /** The merchant's local time of day. */
  time: TimeOfDay
  steps: ReminderStep[]
}

/** E-mails at 09:00. Days: 3 before the due date, the date itself, then 3, 7 and 14 after. */
export const DEFAULT_PLAN: ReminderPlan = {
  time: '09:00',
  steps: [-3, 0, 3, 7, 14].map((days) => ({ days, channel: 'email' })),
}

export const MOST_STEPS = 50
export const MOST_DAYS = 365

/** A step with its instant. The id holds date and channel, so a moved plan reminds once a day. */
export interface PlannedReminder {
  id: string
  at: Instant
  days: number
  channels: Channel[]
}

/** The reminders of a plan for this due date, soonest first. @param zone IANA time zone of the merchant */
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

/** The indexes of steps that repeat an earlier step's day and channel. */
export function equalSteps(steps: readonly ReminderStep[]): number[] {
  return steps.flatMap((step, index) =>
    steps.slice(0, index).some((other) => collide(step, other)) ? [index] : [],
  )
}

function collide(a: ReminderStep, b: ReminderStep): boolean {
  return a.days === b.days && channelsOf(a.channel).some((channel) => channelsOf(b.channel).includes(channel))
}

/** The placeholders of a merchant's text, written in braces: `{invoice_number}`. */
export const PLACEHOLDERS = [
  'customer_name',
  'invoice_number',
  'amount_due',
  'due_date',
  'merchant_name',
] as const

/** The first unknown placeholder, or undefined if all are known. */
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
