import type { CalendarDate, Instant, TimeOfDay } from '../shared/calendar.ts'

export const UNITS = ['week', 'month', 'quarter', 'year'] as const

/** The dates on which a recurring invoice is issued. */
export interface Rule {
  /** The interval, in `unit`s. */
  every: number
  unit: (typeof UNITS)[number]
  start: CalendarDate
  /** The intended day of the month, if the start's month is too short. Example: 31 for a start in February. */
  day?: number
  /** The number of the occurrence on `start`. Exceeds 1 after a change of the rule. */
  firstNumber: number
  /** The last possible date, or the number of occurrences including skipped ones. Absent means no end. */
  end?: { date: CalendarDate } | { count: number }
}

/** A rule with its time of day and IANA time zone. */
export interface Timetable {
  rule: Rule
  time: TimeOfDay
  timeZone: string
}

/** An occurrence, with its instant in the time zone of its timetable. */
export interface Occurrence {
  number: number
  date: CalendarDate
  /** The last day of its period, which is the day before the next occurrence. */
  until: CalendarDate
  at: Instant
}

/** The next occurrences. `complete` is true if no others follow. */
export interface Dates {
  occurrences: Occurrence[]
  complete: boolean
}

/** The late occurrences to issue after an outage. */
export const CATCH_UP = ['all', 'latest', 'none'] as const
export type CatchUp = (typeof CATCH_UP)[number]
