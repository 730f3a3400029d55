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

type Dated = Pick<Occurrence, 'number' | 'date' | 'until'>

/**
 * Returns the period, or the rest of it that is not invoiced yet.
 * The next period follows one that is invoiced completely, which a change can cause.
 *
 * @param servedTo the last day that the invoice before is for
 */
export function servicePeriodOf(
  rule: Rule,
  occurrence: Dated,
  choice: PeriodChoice,
  servedTo?: CalendarDate,
): ServicePeriod {
  let period = usualPeriod(rule, occurrence, choice)
  if (servedTo === undefined) return period
  for (let next = occurrence.number + 1; period.to <= servedTo; next += 1) {
    const date = dateOf(rule, next)
    const until = addDays(dateOf(rule, next + 1), -1)
    period = usualPeriod(rule, { number: next, date, until }, choice)
  }
  return period.from > servedTo ? period : { from: addDays(servedTo, 1), to: period.to }
}

function usualPeriod(rule: Rule, { number, date, until }: Dated, choice: PeriodChoice): ServicePeriod {
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
