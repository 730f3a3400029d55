import * as v from 'valibot'
import { EventList } from '../../http/list-query.ts'
import { EmptyBody } from '../../merchant/invoices/command-bodies.ts'
import { Customer, InvoiceFields } from '../../merchant/invoices/invoice-body.ts'
import {
  OccurrenceBody,
  RecurringList,
  TermsBody,
  UNSUPPORTED_FIELDS,
} from '../../merchant/recurring/recurring-body.ts'
import { CUSTOMER, LINE, onePage, RECURRING_ID } from '../examples.ts'
import type { Operation, Resource } from '../operation.ts'
import { changesOf } from '../schemas/changes.ts'
import { RecurringEvent, RECURRING_EVENT_EXAMPLE } from '../schemas/events.ts'
import { idOf, pageOf } from '../schemas/fields.ts'
import { ChangedRecurringInvoice, RecurringInvoice, RecurringPreview } from '../schemas/recurring.ts'

const { schedule, ...terms } = TermsBody.entries
const contents = Object.fromEntries(
  Object.entries(InvoiceFields.entries).filter(
    ([name]) => !UNSUPPORTED_FIELDS.some((unsupported) => unsupported === name),
  ),
) as v.ObjectEntries

const SCHEDULE = {
  every: 1,
  unit: 'month',
  start: '2026-12-31',
  day: 31,
  time: '09:00',
  time_zone: 'Europe/London',
  end: null,
}
const OCCURRENCE = {
  number: 1,
  date: '2026-12-31',
  at: '2026-12-31T09:00:00.000Z',
  local_time: '2026-12-31T09:00:00+00:00',
  due_date: '2027-01-14',
  period: { start: '2026-12-31', end: '2027-01-30' },
  amount: 120_000,
  currency: 'GBP',
  description: 'Maintenance, December 2026',
}
const RECURRING = {
  id: RECURRING_ID,
  object: 'recurring_invoice',
  mode: 'test',
  status: 'active',
  customer: CUSTOMER,
  currency: 'GBP',
  description: 'Maintenance, {month} {year}',
  subtotal: 100_000,
  tax: 20_000,
  amount: 120_000,
  deposit: null,
  lines: [LINE],
  instructions: null,
  language: null,
  deliver: ['email'],
  reminders: null,
  metadata: {},
  due_after_days: 14,
  issue: 'send',
  schedule: SCHEDULE,
  catch_up: 'latest',
  issued: 0,
  skipped: 0,
  last: null,
  failed: [],
  next: [OCCURRENCE],
  paused_at: null,
  ended_at: null,
  ended_by: null,
  test_clock_offset_ms: 0,
  created_at: '2026-12-01T09:00:00.000Z',
  updated_at: '2026-12-01T09:00:00.000Z',
}

const FIELD_PROBLEMS = [
  'equal_reminders',
  'too_many_steps',
  'start_in_the_past',
  'ends_before_start',
  'day_not_in_start',
  'unknown_period_placeholder',
] as const

const command = (
  name: string,
  id: string,
  rest: Pick<Operation, 'summary' | 'body' | 'problems'>,
): Operation => ({
  method: 'post',
  path: `/v1/recurring_invoices/{id}/${name}`,
  id,
  keyed: true,
  answers: { 200: 'ChangedRecurringInvoice' },
  ...rest,
})

export const recurringInvoices: Resource = {
  tag: 'Recurring invoices',
  about: 'A template with a schedule; it makes one invoice for each occurrence.',
  parameters: { id: idOf('rec', 'The recurring invoice') },
  requests: {
    NewRecurringInvoice: {
      schema: v.strictObject({ ...contents, ...TermsBody.entries }),
      example: {
        customer: CUSTOMER,
        currency: 'GBP',
        description: 'Maintenance, {month} {year}',
        amount: 120_000,
        schedule: { unit: 'month', start: '2026-12-31', day: 31 },
        due_after_days: 14,
        issue: 'send',
      },
    },
    RecurringInvoiceChanges: {
      schema: changesOf({
        ...contents,
        customer: changesOf(Customer.entries),
        schedule: changesOf(schedule.entries),
        ...terms,
      }),
      example: { amount: 130_000 },
    },
    OccurrenceRequest: { schema: OccurrenceBody, example: { occurrence: 3 } },
    EmptyRequest: { schema: EmptyBody, example: {} },
  },
  responses: {
    RecurringInvoice: { schema: RecurringInvoice, example: RECURRING },
    RecurringInvoiceList: { schema: pageOf(RecurringInvoice), example: onePage(RECURRING) },
    ChangedRecurringInvoice: {
      schema: ChangedRecurringInvoice,
      example: { ...RECURRING, settled: true, processed_until: '2026-12-01T09:00:00.000Z' },
    },
    RecurringInvoicePreview: {
      schema: RecurringPreview,
      example: { object: 'recurring_invoice_preview', schedule: SCHEDULE, next: [OCCURRENCE] },
    },
    RecurringEventList: { schema: pageOf(RecurringEvent), example: onePage(RECURRING_EVENT_EXAMPLE) },
  },
  operations: [
    {
      method: 'post',
      path: '/v1/recurring_invoices',
      id: 'createRecurringInvoice',
      summary: 'Create a recurring invoice',
      body: 'NewRecurringInvoice',
      keyed: true,
      answers: { 201: { about: 'The recurring invoice', schema: 'RecurringInvoice', headers: ['Location'] } },
      problems: FIELD_PROBLEMS,
    },
    {
      method: 'post',
      path: '/v1/recurring_invoices/preview',
      id: 'previewRecurringInvoice',
      summary: 'Show the first occurrences',
      description: 'Nothing is saved.',
      body: 'NewRecurringInvoice',
      answers: { 200: 'RecurringInvoicePreview' },
      problems: FIELD_PROBLEMS,
    },
    {
      method: 'get',
      path: '/v1/recurring_invoices',
      id: 'listRecurringInvoices',
      summary: 'List recurring invoices',
      query: RecurringList,
      answers: { 200: 'RecurringInvoiceList' },
    },
    {
      method: 'get',
      path: '/v1/recurring_invoices/{id}',
      id: 'getRecurringInvoice',
      summary: 'Read a recurring invoice',
      answers: { 200: 'RecurringInvoice' },
    },
    {
      method: 'get',
      path: '/v1/recurring_invoices/{id}/events',
      id: 'listRecurringInvoiceEvents',
      summary: 'Read the timeline',
      query: EventList,
      answers: { 200: 'RecurringEventList' },
    },
    {
      method: 'patch',
      path: '/v1/recurring_invoices/{id}',
      id: 'changeRecurringInvoice',
      summary: 'Change a recurring invoice',
      description: 'From the next occurrence on. Null removes a field.',
      body: 'RecurringInvoiceChanges',
      keyed: true,
      answers: { 200: 'ChangedRecurringInvoice' },
      problems: [
        ...FIELD_PROBLEMS,
        'recurring_ended',
        'changed_meanwhile',
        'starts_too_early',
        'template_missing',
      ],
    },
    command('pause', 'pauseRecurringInvoice', {
      summary: 'Pause',
      body: { optional: 'EmptyRequest' },
      problems: ['recurring_ended', 'already_paused'],
    }),
    command('resume', 'resumeRecurringInvoice', {
      summary: 'Resume',
      body: { optional: 'EmptyRequest' },
      problems: ['recurring_ended', 'not_paused'],
    }),
    command('end', 'endRecurringInvoice', {
      summary: 'End',
      body: { optional: 'EmptyRequest' },
      problems: ['recurring_ended'],
    }),
    command('skip', 'skipOccurrence', {
      summary: 'Skip the next occurrence',
      body: { optional: 'OccurrenceRequest' },
      problems: ['recurring_ended', 'not_the_next'],
    }),
    command('retry', 'retryOccurrence', {
      summary: 'Try failed occurrences again',
      body: { optional: 'OccurrenceRequest' },
      problems: ['recurring_ended', 'nothing_to_retry'],
    }),
    command('clock', 'advanceRecurringClock', {
      summary: 'Advance the test clock',
      body: 'ClockRequest',
      problems: ['live_recurring', 'invalid_duration', 'clock_moved_back'],
    }),
  ],
}
