import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { automatic, byRequest, bySchedule } from '../shared/cause.ts'
import type { RecurringEvent, RecurringEventType } from '../recurring/index.ts'
import { RECURRING_EVENTS, recurringEventSchema, toPublicRecurringEvent } from './recurring-events.ts'

const AT = Date.parse('2027-01-04T09:00:00Z')

const requested = { key: 'k', at: AT, cause: byRequest({ actor: { type: 'api_key' }, commandId: 'cmd_1' }) }
const scheduled = { key: 'k', at: AT, cause: bySchedule }
const sent = { key: 'k', at: AT, cause: automatic, notice: 'failed:3:1', messageId: 'msg_1' }
const first = { number: 1, date: '2027-01-04', until: '2027-01-10', at: AT }
const terms = {
  templateId: 'tpl_1',
  rule: { every: 1, unit: 'week', start: '2027-01-04', firstNumber: 1, end: { count: 3 } },
  time: '09:00',
  timeZone: 'Europe/London',
  catchUp: 'latest',
  occurrences: [first],
  complete: false,
} as const
const number = 1
const due = { plannedAt: AT, attempt: 1, templateId: 'tpl_1', testClockOffsetMs: 0 }

const EVENTS: { [T in RecurringEventType]: Extract<RecurringEvent, { type: T }> } = {
  created: { ...requested, type: 'created', mode: 'test', ...terms, occurrences: [first] },
  changed: {
    ...requested,
    type: 'changed',
    ...terms,
    occurrences: [first],
    rule: { ...terms.rule, day: 31 },
  },
  planned: { key: 'k', at: AT, cause: automatic, type: 'planned', occurrences: [first], complete: true },
  paused: { ...requested, type: 'paused' },
  resumed: { ...requested, type: 'resumed' },
  ended: { ...scheduled, type: 'ended', reason: 'schedule' },
  clock_advanced: { ...requested, type: 'clock_advanced', byMs: 86_400_000 },
  occurrence_due: {
    ...scheduled,
    type: 'occurrence_due',
    ...due,
    number,
    date: first.date,
    until: first.until,
  },
  occurrence_issued: {
    ...scheduled,
    type: 'occurrence_issued',
    number,
    date: first.date,
    invoiceId: 'inv_1',
  },
  occurrence_drafted: {
    ...scheduled,
    type: 'occurrence_drafted',
    number,
    date: first.date,
    invoiceId: 'inv_1',
  },
  occurrence_failed: {
    ...scheduled,
    type: 'occurrence_failed',
    number,
    attempt: 1,
    code: 'no_payout_account',
  },
  occurrences_skipped: {
    ...scheduled,
    type: 'occurrences_skipped',
    first,
    last: { ...first, number: 2 },
    reason: 'missed',
  },
  merchant_notified: { ...sent, type: 'merchant_notified' },
  merchant_notification_failed: { ...sent, type: 'merchant_notification_failed' },
}

const toPublic = (event: RecurringEvent) =>
  toPublicRecurringEvent({ id: 'evt_1', recurringId: 'rec_1', seq: 1, recordedAt: AT, event })

describe('the public form of a recurring invoice’s event', () => {
  it.each(Object.values(EVENTS))('gives the event a public form that matches its schema: $type', (event) => {
    const shown = toPublic(event)
    expect(v.parse(recurringEventSchema(event.type), shown)).toEqual(shown)
    expect(JSON.parse(JSON.stringify(shown))).toEqual(shown)
  })

  it('leaves out the planned dates and the template of the stored event', () => {
    expect(toPublic(EVENTS.created).data).toEqual({
      mode: 'test',
      schedule: {
        every: 1,
        unit: 'week',
        start: '2027-01-04',
        day: null,
        time: '09:00',
        time_zone: 'Europe/London',
        end: { count: 3 },
      },
      catch_up: 'latest',
    })
  })

  it('names the occurrence in the event of an e-mail to the merchant', () => {
    expect(toPublic(EVENTS.merchant_notified)).toMatchObject({
      type: 'recurring_invoice.merchant_notified',
      recurring_invoice_id: 'rec_1',
      actor: { type: 'system' },
      cause: 'automatic',
      data: { notice: 'occurrence_failed', occurrence: 3, message_id: 'msg_1' },
    })
  })

  it('gives every event type a sentence and described fields', () => {
    for (const { when, data } of Object.values(RECURRING_EVENTS)) {
      expect(when).toMatch(/^[A-Z].*\.$/)
      for (const schema of Object.values<v.GenericSchema>(data.entries)) {
        expect(v.getDescription(schema)).toBeTruthy()
      }
    }
  })
})
