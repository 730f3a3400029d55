import type { CalendarDate, Instant, TimeOfDay } from '../shared/calendar.ts'

export const UNITS = ['week', 'month', 'quarter', 'year'] as const

/** When a recurring invoice is issued, as calendar dates. */
export interface Rule {
  /** Every so many units. */
  every: number
  unit: (typeof UNITS)[number]
  start: CalendarDate
  /** The day of the month that is meant where the start cannot be it: 31, and the start is in February. */
  day?: number
  /** Which occurrence of the plan falls on the start: more than 1 after the rule was changed. */
  firstNumber: number
  /** Absent: for ever. The date is the last that counts; the number counts every occurrence of the plan, also skipped. */
  end?: { date: CalendarDate } | { count: number }
}

/** A rule with the time of day, and the zone it is read in. */
export interface Timetable {
  rule: Rule
  time: TimeOfDay
  timeZone: string
}

/** One occurrence, with its instant as the calendar of the zone has it. */
export interface Occurrence {
  number: number
  date: CalendarDate
  /** The last day that it is for: its period ends when the next one's begins. */
  until: CalendarDate
  at: Instant
}

/** The next occurrences, and whether these are all that there will be. */
export interface Dates {
  occurrences: Occurrence[]
  complete: boolean
}

/** What is done about occurrences that an outage has made late. */
export const CATCH_UP = ['all', 'latest', 'none'] as const
export type CatchUp = (typeof CATCH_UP)[number]
