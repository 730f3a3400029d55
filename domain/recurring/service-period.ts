import { Temporal } from 'temporal-polyfill'
import type { ServicePeriod } from '../party/party.ts'
import { addDays, type CalendarDate, mondayOf } from '../shared/calendar.ts'
import { dateOf } from './occurrences.ts'
import type { Occurrence, Rule } from './rule.ts'

export const PERIOD_CHOICES = [
  'current',
  'previous',
  'next',
  'calendar',
  'previous_calendar',
  'next_calendar',
] as const

/**
 * `current` begins on the date of the occurrence and ends before the next one. `calendar` is the calendar week,
 * month, quarter or year of the date.
 */
export type PeriodChoice = (typeof PERIOD_CHOICES)[number]

const SHIFT = { calendar: 0, previous_calendar: -1, next_calendar: 1 } as const

export function servicePeriodOf(
  rule: Rule,
  { number, date, until }: Pick<Occurrence, 'number' | 'date' | 'until'>,
  choice: PeriodChoice,
): ServicePeriod {
  if (choice === 'current') return { from: date, to: until }
  if (choice === 'previous') return { from: dateOf(rule, number - 1), to: addDays(date, -1) }
  if (choice === 'next') {
    return { from: addDays(until, 1), to: addDays(dateOf(rule, number + 2), -1) }
  }
  const { every, unit } = rule
  const calendar: Rule = { every, unit, start: beginningOf(date, unit), firstNumber: 0 }
  const shift = SHIFT[choice]
  return { from: dateOf(calendar, shift), to: addDays(dateOf(calendar, shift + 1), -1) }
}

/** A week begins on Monday, as in ISO 8601. */
function beginningOf(text: CalendarDate, unit: Rule['unit']): CalendarDate {
  if (unit === 'week') return mondayOf(text)
  const date = Temporal.PlainDate.from(text)
  const month = unit === 'year' ? 1 : unit === 'quarter' ? date.month - ((date.month - 1) % 3) : date.month
  return date.with({ month, day: 1 }).toString()
}
