import type { CalendarDate, Instant, TimeOfDay } from '../shared/calendar.ts'

export const UNITS = ['week', 'month', 'quarter', 'year'] as const

export interface Rule {
  every: number
  unit: (typeof UNITS)[number]
  start: CalendarDate
  day?: number
  firstNumber: number
  /** `count` includes skipped occurrences. */
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
  until: CalendarDate
  at: Instant
}

export interface Dates {
  occurrences: Occurrence[]
  complete: boolean
}

export const CATCH_UP = ['all', 'latest', 'none'] as const
export type CatchUp = (typeof CATCH_UP)[number]
