import { Temporal } from 'temporal-polyfill'
import { addDays, type CalendarDate, timeOnDate } from '../shared/calendar.ts'
import type { Dates, Occurrence, Rule, Timetable } from './rule.ts'

const MONTHS = { month: 1, quarter: 3, year: 12 } as const
const LAST_DATE = '9999-12-31'

export function dateOf({ every, unit, start, day, firstNumber }: Rule, number: number): CalendarDate {
  const steps = every * (number - firstNumber)
  const from = Temporal.PlainDate.from(start)
  if (unit === 'week') return from.add({ weeks: steps }).toString()
  const month = from.with({ day: 1 }).add({ months: steps * MONTHS[unit] })
  return month.with({ day: Math.min(day ?? from.day, month.daysInMonth) }).toString()
}

export function hasOccurrence(rule: Rule, number: number): boolean {
  const { end } = rule
  if (end && 'count' in end && number > end.count) return false
  const date = dateOf(rule, number)
  // A year above 9999 begins with a sign:
  // https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Temporal/PlainDate#rfc_9557_format
  if (!/^\d/.test(date) || date > LAST_DATE) return false
  return !(end && 'date' in end && date > end.date)
}

export function occurrenceOf({ rule, time, timeZone }: Timetable, number: number): Occurrence {
  const date = dateOf(rule, number)
  const until = addDays(dateOf(rule, number + 1), -1)
  return { number, date, until, at: timeOnDate(date, time, timeZone) }
}

export function occurrencesFrom(timetable: Timetable, number: number, most: number): Dates {
  const occurrences: Occurrence[] = []
  for (let next = number; next < number + most; next += 1) {
    if (!hasOccurrence(timetable.rule, next)) return { occurrences, complete: true }
    occurrences.push(occurrenceOf(timetable, next))
  }
  return { occurrences, complete: !hasOccurrence(timetable.rule, number + most) }
}

export function fitsDay(start: CalendarDate, day: number): boolean {
  const { day: own, daysInMonth } = Temporal.PlainDate.from(start)
  return day === own || (own === daysInMonth && day > own)
}
