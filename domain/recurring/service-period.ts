import { Temporal } from 'temporal-polyfill'
import type { ServicePeriod } from '../party/party.ts'
import { addDays, type CalendarDate } from '../shared/calendar.ts'
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

const SHIFT: Record<PeriodChoice, -1 | 0 | 1> = {
  current: 0,
  previous: -1,
  next: 1,
  calendar: 0,
  previous_calendar: -1,
  next_calendar: 1,
}

export function servicePeriodOf(
  rule: Rule,
  { number, date, until }: Pick<Occurrence, 'number' | 'date' | 'until'>,
  choice: PeriodChoice,
): ServicePeriod {
  const shift = SHIFT[choice]
  if (choice === 'current') return { from: date, to: until }
  if (choice === 'previous') return { from: dateOf(rule, number - 1), to: addDays(date, -1) }
  if (choice === 'next') {
    return { from: addDays(until, 1), to: addDays(dateOf(rule, number + 2), -1) }
  }
  const first = Temporal.PlainDate.from(beginningOf(date, rule.unit))
  const from = first.add(lengthOf(rule, shift))
  return { from: from.toString(), to: from.add(lengthOf(rule, 1)).subtract({ days: 1 }).toString() }
}

function lengthOf({ every, unit }: Rule, times: number): Temporal.DurationLike {
  const count = every * times
  if (unit === 'week') return { weeks: count }
  return unit === 'year' ? { years: count } : { months: unit === 'quarter' ? 3 * count : count }
}

/** A week begins on Monday, as in ISO 8601. */
function beginningOf(text: CalendarDate, unit: Rule['unit']): CalendarDate {
  const date = Temporal.PlainDate.from(text)
  if (unit === 'week') return date.subtract({ days: date.dayOfWeek - 1 }).toString()
  const month = unit === 'year' ? 1 : unit === 'quarter' ? date.month - ((date.month - 1) % 3) : date.month
  return date.with({ month, day: 1 }).toString()
}
