import type { CalendarDate, Instant, TimeOfDay } from '../shared/calendar.ts'

export const UNITS = ['week', 'month', 'quarter', 'year'] as const

export interface Rule {
  /** The interval, in `unit`s. */
  every: number
  unit: (typeof UNITS)[number]
  start: CalendarDate
  /** The intended day of the month, 31 for example, if the start's month is shorter. */
  day?: number
  /** The number of the occurrence on `start`. A later rule begins above 1. */
  firstNumber: number
  /** The last possible date, or the number of occurrences including skipped ones. Absent means no end. */
  end?: { date: CalendarDate } | { count: number }
}

export interface Timetable {
  rule: Rule
  time: TimeOfDay
  timeZone: string
}

/** An occurrence, with the instant in the timetable's time zone. */
export interface Occurrence {
  number: number
  date: CalendarDate
  /** The last day of the period, which is the day before the next occurrence. */
  until: CalendarDate
  at: Instant
}

/** The next occurrences. `complete` is true if no others follow. */
export interface Dates {
  occurrences: Occurrence[]
  complete: boolean
}

export const CATCH_UP = ['all', 'latest', 'none'] as const
export type CatchUp = (typeof CATCH_UP)[number]
