import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { FailureCode } from './events.ts'
import type { CatchUp, Occurrence, Timetable } from './rule.ts'

export const RECURRING_STATUSES = ['active', 'paused', 'ended'] as const
export type RecurringStatus = (typeof RECURRING_STATUSES)[number]

/** A recurring invoice, folded from its log. Plain JSON. */
export interface RecurringState {
  /** The number of events in the log. */
  seq: number
  status: RecurringStatus
  mode: 'test' | 'live'
  timetable: Timetable
  templateId: string
  catchUp: CatchUp
  /** The next occurrences, soonest first. */
  planned: Occurrence[]
  /** True if no occurrence follows the planned ones. */
  complete: boolean
  /** The latest occurrence that was issued, skipped or tried. The number is 0 before the first. */
  lastProcessed: { number: number; date?: CalendarDate }
  /** Occurrences that need their invoice now. */
  due: DueOccurrence[]
  failed: FailedOccurrence[]
  issuedCount: number
  skippedCount: number
  last?: { number: number; date: CalendarDate; invoiceId: string }
  pausedAt?: Instant
  resumedAt?: Instant
  endedAt?: Instant
  endedBy?: 'merchant' | 'schedule'
  /** The lead of the recurring invoice's own clock over real time, in milliseconds. */
  testClockOffsetMs: number
  /** Periods that the test clock skipped. Occurrences in them are not late. */
  jumps: { from: Instant; to: Instant }[]
  /** E-mails to the merchant that are not sent yet. */
  notices: { id: string; number: number; code: FailureCode }[]
  commandIds: string[]
}

export interface DueOccurrence extends Occurrence {
  attempt: number
  templateId: string
  testClockOffsetMs: number
}

interface FailedOccurrence extends Occurrence {
  attempt: number
  code: FailureCode
}

/** The state before the first event. */
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

/** True if the test clock skipped this occurrence's instant. The occurrence is then issued as if on time. */
export function isSkippedByRequest({ jumps }: RecurringState, { at }: Occurrence): boolean {
  return jumps.some(({ from, to }) => at > from && at <= to)
}
