import type { CalendarDate, Instant, TimeOfDay } from '../shared/calendar.ts'

export const UNITS = ['week', 'month', 'quarter', 'year'] as const

export interface Rule {
  /** `every: 2` with the unit `week` means every second week. */
  every: number
  unit: (typeof UNITS)[number]
  start: CalendarDate
  /** `day` is the intended day, such as 31, if the start's month is shorter. */
  day?: number
  /** `firstNumber` is the occurrence on `start`. A change of the rule can raise `firstNumber` above 1. */
  firstNumber: number
  /** `date` is the last possible date. `count` includes skipped occurrences. */
  end?: { date: CalendarDate } | { count: number }
}

export interface Timetable {
  rule: Rule
  time: TimeOfDay
  timeZone: string
}

export interface Occurrence {
  number: number
  date: CalendarDate
  /** `until` is the day before the next occurrence. */
  until: CalendarDate
  at: Instant
}

export interface Dates {
  occurrences: Occurrence[]
  complete: boolean
}

export const CATCH_UP = ['all', 'latest', 'none'] as const
export type CatchUp = (typeof CATCH_UP)[number]
