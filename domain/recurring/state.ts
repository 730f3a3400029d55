import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { FailureCode } from './events.ts'
import type { CatchUp, Occurrence, Rule, Timetable } from './rule.ts'

export const RECURRING_STATUSES = ['active', 'paused', 'ended'] as const
export type RecurringStatus = (typeof RECURRING_STATUSES)[number]

export interface RecurringState {
  /** `seq` is the number of events in the log. */
  seq: number
  status: RecurringStatus
  mode: 'test' | 'live'
  timetable: Timetable
  templateId: string
  catchUp: CatchUp
  planned: Occurrence[]
  complete: boolean
  lastProcessed: { number: number; date?: CalendarDate }
  due: DueOccurrence[]
  failed: FailedOccurrence[]
  issuedCount: number
  skippedCount: number
  last?: { number: number; date: CalendarDate; invoiceId: string; servedTo?: CalendarDate }
  pausedAt?: Instant
  resumedAt?: Instant
  endedAt?: Instant
  endedBy?: 'merchant' | 'schedule'
  testClockOffsetMs: number
  jumps: { from: Instant; to: Instant }[]
  notices: { id: string; number: number; code: FailureCode }[]
  commandIds: string[]
}

export interface DueOccurrence extends Occurrence {
  attempt: number
  templateId: string
  testClockOffsetMs: number
  /** The occurrence was planned by this rule. */
  rule: Rule
}

interface FailedOccurrence extends Occurrence {
  rule: Rule
  attempt: number
  code: FailureCode
}

const SUMMARY = [
  'timetable',
  'catchUp',
  'lastProcessed',
  'failed',
  'issuedCount',
  'skippedCount',
  'last',
  'pausedAt',
  'endedAt',
  'endedBy',
] as const satisfies readonly (keyof RecurringState)[]

/** Lists show it without a read of the log. */
export type RecurringSummary = Pick<RecurringState, (typeof SUMMARY)[number]>

export function summaryOf(state: RecurringState): RecurringSummary {
  const entries = SUMMARY.flatMap((name) => (state[name] === undefined ? [] : [[name, state[name]]]))
  return Object.fromEntries(entries) as RecurringSummary
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

export function isSkippedByRequest({ jumps }: RecurringState, { at }: Occurrence): boolean {
  return jumps.some(({ from, to }) => at > from && at <= to)
}

export function isBlocked({ failed }: RecurringState): boolean {
  return failed.some(({ code }) => code === 'merchant_cannot_issue')
}

/** Returns the last day that the invoice before the occurrence is for. */
export function servedBefore({ last }: RecurringState, number: number): CalendarDate | undefined {
  return last && last.number < number ? last.servedTo : undefined
}
