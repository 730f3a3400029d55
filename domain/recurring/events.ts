import type { CalendarDate, Instant, TimeOfDay } from '../shared/calendar.ts'
import type { CatchUp, Dates, Occurrence, Rule } from './rule.ts'

/** Why something happened to a plan. */
export type RecurringCause =
  /** `commandId` names the request, so that the same one sent twice is done once. */
  { by: 'merchant'; via: 'api'; commandId?: string } | { by: 'schedule' } | { by: 'duewell' }

interface Recorded {
  /** Names the fact: recording the same key twice records it once. */
  key: string
  at: Instant
  cause: RecurringCause
}

/** Everything that can happen to a recurring invoice: its log and its timeline. */
export type RecurringEvent = Recorded & (PlanEvent | OccurrenceEvent | NoticeEvent)

export type RecurringEventType = RecurringEvent['type']

/** What holds from the next occurrence on. The words are in the template of this id, not in the log. */
export interface Terms extends Dates {
  templateId: string
  rule: Rule
  time: TimeOfDay
  timeZone: string
  catchUp: CatchUp
}

type PlanEvent =
  | ({ type: 'created'; mode: 'test' | 'live' } & Terms)
  | ({ type: 'changed' } & Terms)
  /** More of the dates to come, computed by the calendar. */
  | ({ type: 'planned' } & Dates)
  | { type: 'paused' }
  | { type: 'resumed' }
  | { type: 'ended'; reason: 'merchant' | 'schedule' }
  | { type: 'clock_advanced'; byMs: number }

type OccurrenceEvent =
  /** Its invoice is to be made now, from this template; `testClockOffsetMs`: with a clock that is so far ahead. */
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
  | { type: 'occurrence_issued'; number: number; date: CalendarDate; invoiceId: string }
  /** The invoice waits for its merchant to send it. */
  | { type: 'occurrence_drafted'; number: number; date: CalendarDate; invoiceId: string }
  | { type: 'occurrence_failed'; number: number; attempt: number; code: FailureCode }
  | { type: 'occurrences_skipped'; first: Occurrence; last: Occurrence; reason: SkippedBecause }

type NoticeEvent =
  | { type: 'merchant_notified'; notice: string; messageId: string }
  | { type: 'merchant_notification_failed'; notice: string; messageId: string }

/** `paused`: its time came while the plan was paused. `missed`: during an outage, and the merchant's rule is not to catch up. */
export type SkippedBecause = 'merchant' | 'paused' | 'missed'

export const FAILURE_CODES = [
  'merchant_cannot_issue',
  'template_missing',
  'text_too_long',
  'channel_not_configured',
  'no_payout_account',
] as const
/** Why no invoice could be made. Trying again helps only after something was changed. */
export type FailureCode = (typeof FAILURE_CODES)[number]
