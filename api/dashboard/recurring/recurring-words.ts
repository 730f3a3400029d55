import type { FailureCode, RecurringStatus } from '../../../domain/recurring/index.ts'
import type { CalendarDate } from '../../../domain/shared/calendar.ts'
import { day } from '../format.ts'

export const STATUS_NAMES: Record<RecurringStatus, string> = {
  active: 'Active',
  paused: 'Paused',
  ended: 'Ended',
}

export function toneOf(status: RecurringStatus): string {
  return { active: 'paid', paused: 'overdue', ended: '' }[status]
}

export interface Schedule {
  every: number
  unit: 'week' | 'month' | 'quarter' | 'year'
  start: CalendarDate
  day: number | null
  time: string
  end: { date: CalendarDate } | { count: number } | null
}

/** Returns text such as `every 2 weeks from 31 Jan 2027, 12 times`. */
export function scheduleWords({ every, unit, start, end }: Schedule): string {
  const interval = every === 1 ? `every ${unit}` : `every ${every} ${unit}s`
  const ending = end === null ? '' : 'date' in end ? `, until ${day(end.date)}` : `, ${end.count} times`
  return `${interval} from ${day(start)}${ending}`
}

export const FAILURES: Record<FailureCode, string> = {
  merchant_cannot_issue: 'You could not send invoices then. It is tried again by itself once you can.',
  template_missing: 'Its customer is erased.',
  text_too_long: 'A text is too long with the period in it. Shorten it, then retry.',
  channel_not_configured: 'Text messages are not set up any more. Choose e-mail, then retry.',
  no_payout_account: 'There is no account for the money in this currency. Set one, then retry.',
}

export const DONE = {
  created: 'The recurring invoice is set up.',
  changed: 'The change is made. It counts from the next invoice on.',
  pause: 'It is paused.',
  resume: 'It goes on.',
  skip: 'The next invoice is skipped.',
  end: 'It has ended.',
  retry: 'What had failed is tried again.',
  clock: 'The test clock moved ahead.',
  clock_moving: 'The test clock moves ahead. Not all invoices are made yet: reload the page in a moment.',
}
