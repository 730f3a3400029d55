import * as v from 'valibot'
import {
  FAILURE_CODES,
  type RecurringEvent,
  type RecurringEventType,
  SKIPPED_BECAUSE,
  type Terms,
} from '../recurring/events.ts'
import { CATCH_UP, type Occurrence, UNITS } from '../recurring/rule.ts'
import {
  count,
  date,
  type Envelope,
  envelopeEntries,
  instant,
  orNull,
  publicFormsOf,
  type StoredEvent,
  text,
  toEnvelope,
  toIso,
  word,
} from './public-event.ts'

const form = publicFormsOf<RecurringEvent>()

export const HIDDEN_EVENTS: readonly RecurringEventType[] = ['planned']

export function isHiddenEvent(type: string): boolean {
  return HIDDEN_EVENTS.some((hidden) => hidden === type)
}

const occurrence = { occurrence: count('The number of the occurrence, from 1') }
const dated = { ...occurrence, date: date('The date of the occurrence') }
const notice = {
  notice: word(['occurrence_failed'], 'The subject'),
  ...occurrence,
  message_id: text('The message'),
}

const terms = {
  schedule: v.pipe(
    v.strictObject({
      every: count('The interval, in units'),
      unit: word(UNITS, 'The unit'),
      start: date('The date of the first occurrence'),
      day: orNull(v.number(), 'The intended day of the month, where the start’s month is too short for it'),
      time: text('The local time of day, `09:00`'),
      time_zone: text('IANA time zone'),
      end: orNull(
        v.union([v.strictObject({ date: v.string() }), v.strictObject({ count: v.number() })]),
        'The last possible date, or the number of occurrences; null means no end',
      ),
    }),
    v.description('The schedule'),
  ),
  catch_up: word(CATCH_UP, 'The late occurrences to issue after an outage'),
}

function termsData({ rule, time, timeZone, catchUp }: Terms) {
  const { every, unit, start, day = null, end = null } = rule
  return { schedule: { every, unit, start, day, time, time_zone: timeZone, end }, catch_up: catchUp }
}

const datedSchema = v.strictObject(dated)
const datedData = ({ number, date: on }: Occurrence) => ({ occurrence: number, date: on })

/** @public */
export const RECURRING_EVENTS = {
  created: form(
    'created',
    'The recurring invoice was created.',
    { mode: word(['test', 'live'], 'The mode'), ...terms },
    (event) => ({ mode: event.mode, ...termsData(event) }),
  ),
  changed: form(
    'changed',
    'The merchant changed the template or the schedule, from the next occurrence on.',
    terms,
    termsData,
  ),
  planned: form(
    'planned',
    'More dates were planned.',
    { planned_until: orNull(v.pipe(v.string(), v.isoDate()), 'The last planned date; null if none is left') },
    ({ occurrences }) => ({ planned_until: occurrences.at(-1)?.date ?? null }),
  ),
  paused: form('paused', 'The merchant paused it.', {}, () => ({})),
  resumed: form('resumed', 'The merchant resumed it.', {}, () => ({})),
  ended: form(
    'ended',
    'It ended: no other invoice follows.',
    { reason: word(['merchant', 'schedule'], 'Whether the merchant or the schedule ended it') },
    ({ reason }) => ({ reason }),
  ),
  clock_advanced: form(
    'clock_advanced',
    'The merchant advanced the test clock.',
    { by_ms: count('Milliseconds') },
    ({ byMs }) => ({ by_ms: byMs }),
  ),
  occurrence_due: form(
    'occurrence_due',
    'The time of an occurrence came, or a retry was requested.',
    {
      ...dated,
      period_end: date('The last day of the occurrence’s period'),
      planned_at: instant('When it was planned'),
      attempt: count('The number of the try, from 1'),
    },
    ({ number, date: on, until, plannedAt, attempt }) => ({
      occurrence: number,
      date: on,
      period_end: until,
      planned_at: toIso(plannedAt),
      attempt,
    }),
  ),
  occurrence_issued: form(
    'occurrence_issued',
    'The occurrence’s invoice was issued.',
    { ...dated, invoice_id: text('The invoice') },
    ({ number, date: on, invoiceId }) => ({ occurrence: number, date: on, invoice_id: invoiceId }),
  ),
  occurrence_drafted: form(
    'occurrence_drafted',
    'The occurrence’s invoice was created as a draft.',
    { ...dated, invoice_id: text('The invoice') },
    ({ number, date: on, invoiceId }) => ({ occurrence: number, date: on, invoice_id: invoiceId }),
  ),
  occurrence_failed: form(
    'occurrence_failed',
    'The occurrence’s invoice could not be created.',
    {
      ...occurrence,
      attempt: count('The number of the try, from 1'),
      code: word(FAILURE_CODES, 'Why it failed'),
    },
    ({ number, attempt, code }) => ({ occurrence: number, attempt, code }),
  ),
  occurrences_skipped: form(
    'occurrences_skipped',
    'One or more occurrences were skipped.',
    {
      first: v.pipe(datedSchema, v.description('The first skipped occurrence')),
      last: v.pipe(datedSchema, v.description('The last skipped occurrence')),
      reason: word(SKIPPED_BECAUSE, 'Why they were skipped'),
    },
    ({ first, last, reason }) => ({ first: datedData(first), last: datedData(last), reason }),
  ),
  merchant_notified: form(
    'merchant_notified',
    'The provider accepted an e-mail to the merchant.',
    notice,
    noticeData,
  ),
  merchant_notification_failed: form(
    'merchant_notification_failed',
    'An e-mail to the merchant was refused.',
    notice,
    noticeData,
  ),
} satisfies { [T in RecurringEventType]: { when: string; data: v.GenericSchema } }

type Forms = typeof RECURRING_EVENTS

export type PublicRecurringEvent = {
  [T in RecurringEventType]: Envelope & {
    type: `recurring_invoice.${T}`
    recurring_invoice_id: string
    data: v.InferOutput<Forms[T]['data']>
  }
}[RecurringEventType]

/** @public */
export function recurringEventSchema(type: RecurringEventType) {
  return v.strictObject({
    ...envelopeEntries,
    type: v.literal(`recurring_invoice.${type}`),
    recurring_invoice_id: v.pipe(v.string(), v.description('The recurring invoice')),
    data: RECURRING_EVENTS[type].data,
  })
}

export function toPublicRecurringEvent(
  stored: StoredEvent<RecurringEvent> & { recurringId: string },
): PublicRecurringEvent {
  const { recurringId, event } = stored
  const toData = RECURRING_EVENTS[event.type].toData as (given: RecurringEvent) => unknown
  const type = `recurring_invoice.${event.type}`
  return {
    ...toEnvelope(stored),
    type,
    recurring_invoice_id: recurringId,
    data: toData(event),
  } as PublicRecurringEvent
}

type NoticeEvent = Extract<RecurringEvent, { type: 'merchant_notified' | 'merchant_notification_failed' }>

function noticeData({ notice: id, messageId }: NoticeEvent) {
  const [, number] = id.split(':')
  return { notice: 'occurrence_failed' as const, occurrence: Number(number), message_id: messageId }
}
