import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { FailureCode } from './events.ts'
import type { CatchUp, Occurrence, Timetable } from './rule.ts'

export const RECURRING_STATUSES = ['active', 'paused', 'ended'] as const
export type RecurringStatus = (typeof RECURRING_STATUSES)[number]

/** What the log of a recurring invoice adds up to. Plain JSON. */
export interface RecurringState {
  /** How many events it is made of: the more, the newer. */
  seq: number
  status: RecurringStatus
  mode: 'test' | 'live'
  timetable: Timetable
  templateId: string
  catchUp: CatchUp
  /** The next occurrences, soonest first; `complete`: there are no others after them. */
  planned: Occurrence[]
  complete: boolean
  /** The latest occurrence that was issued, skipped or tried; 0: none yet. */
  lastProcessed: { number: number; date?: CalendarDate }
  /** Occurrences whose invoice has to be made now. */
  due: DueOccurrence[]
  failed: FailedOccurrence[]
  issuedCount: number
  skippedCount: number
  last?: { number: number; date: CalendarDate; invoiceId: string }
  pausedAt?: Instant
  resumedAt?: Instant
  endedAt?: Instant
  endedBy?: 'merchant' | 'schedule'
  /** How far the plan's own clock is ahead, in milliseconds. */
  testClockOffsetMs: number
  /** Stretches of time that the test clock went through: what lies in them is met at its instant, and is not late. */
  jumps: { from: Instant; to: Instant }[]
  /** What the merchant has still to be told. */
  notices: { id: string; number: number; code: FailureCode }[]
  commandIds: string[]
}

export interface DueOccurrence extends Occurrence {
  attempt: number
  templateId: string
  testClockOffsetMs: number
}

export interface FailedOccurrence extends Occurrence {
  attempt: number
  code: FailureCode
}

export const INITIAL: RecurringState = {
  seq: 0,
  status: 'active',
  mode: 'test',
  timetable: {
    rule: { every: 1, unit: 'month', start: '1970-01-01', firstNumber: 1 },
    time: '09:00',
    timeZone: 'UTC',
  },
  templateId: '',
  catchUp: 'latest',
  planned: [],
  complete: false,
  lastProcessed: { number: 0 },
  due: [],
  failed: [],
  issuedCount: 0,
  skippedCount: 0,
  testClockOffsetMs: 0,
  jumps: [],
  notices: [],
  commandIds: [],
}

/** Did the test clock go through its instant? Then it is met there, and nothing about it is late. */
export function isSkippedByRequest({ jumps }: RecurringState, { at }: Occurrence): boolean {
  return jumps.some(({ from, to }) => at > from && at <= to)
}
