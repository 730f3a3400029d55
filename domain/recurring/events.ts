import type { CalendarDate, Instant, TimeOfDay } from '../shared/calendar.ts'
import type { Cause } from '../shared/cause.ts'
import type { CatchUp, Dates, Occurrence, Rule } from './rule.ts'

export type RecurringCause = Extract<Cause, { type: 'request' | 'schedule' | 'automatic' }>

interface Recorded {
  /** The log of a recurring invoice holds each key once. */
  key: string
  /** `at` follows the recurring invoice's clock, which can be ahead of real time. */
  at: Instant
  cause: RecurringCause
}

export type RecurringEvent = Recorded & (LifecycleEvent | OccurrenceEvent | NoticeEvent)

export type RecurringEventType = RecurringEvent['type']

export interface Terms extends Dates {
  templateId: string
  rule: Rule
  time: TimeOfDay
  timeZone: string
  catchUp: CatchUp
}

type LifecycleEvent =
  | ({ type: 'created'; mode: 'test' | 'live' } & Terms)
  | ({ type: 'changed' } & Terms)
  | ({ type: 'planned' } & Dates)
  | { type: 'paused' }
  | { type: 'resumed' }
  | { type: 'ended'; reason: 'merchant' | 'schedule' }
  | { type: 'clock_advanced'; byMs: number }

type OccurrenceEvent =
  | {
      type: 'occurrence_due'
      number: number
      date: CalendarDate
      until: CalendarDate
      plannedAt: Instant
      attempt: number
      templateId: string
      testClockOffsetMs: number
    }
  | {
      type: 'occurrence_issued'
      number: number
      date: CalendarDate
      invoiceId: string
      /** The last day of the period that the invoice is for. */
      servedTo?: CalendarDate
    }
  | {
      type: 'occurrence_drafted'
      number: number
      date: CalendarDate
      invoiceId: string
      /** The last day of the period that the invoice is for. */
      servedTo?: CalendarDate
    }
  | { type: 'occurrence_failed'; number: number; attempt: number; code: FailureCode }
  | { type: 'occurrences_skipped'; first: Occurrence; last: Occurrence; reason: SkippedBecause }

type NoticeEvent =
  | { type: 'merchant_notified'; notice: string; messageId: string }
  | { type: 'merchant_notification_failed'; notice: string; messageId: string }

export const SKIPPED_BECAUSE = ['merchant', 'paused', 'missed'] as const
export type SkippedBecause = (typeof SKIPPED_BECAUSE)[number]

export const FAILURE_CODES = [
  'merchant_cannot_issue',
  'template_missing',
  'text_too_long',
  'channel_not_configured',
  'no_payout_account',
] as const
export type FailureCode = (typeof FAILURE_CODES)[number]
