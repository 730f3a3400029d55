import * as v from 'valibot'
import { ISSUE_REFUSALS } from '../../../domain/merchant/trust.ts'
import { EventList } from '../../http/request/list-query.ts'
import { Customer, InvoiceFields } from '../../merchant/invoices/request/invoice-body.ts'
import { RecurringList, TermsBody, UNSUPPORTED_FIELDS } from '../../merchant/recurring/recurring-body.ts'
import { CUSTOMER, onePage } from '../examples/invoice.ts'
import { OCCURRENCE, RECURRING, SCHEDULE } from '../examples/recurring.ts'
import type { Resource } from '../operation.ts'
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

const FIELD_PROBLEMS = [
  'equal_reminders',
  'too_many_steps',
  'start_in_the_past',
  'ends_before_start',
  'day_not_in_start',
  'unknown_period_placeholder',
] as const

export const recurringInvoices: Resource = {
  tag: 'Recurring invoices',
  about: 'A template with a schedule; it makes one invoice for each occurrence.',
  parameters: { id: idOf('rec', 'The recurring invoice') },
  requests: {
    NewRecurringInvoice: {
      schema: v.strictObject({ ...contents, ...TermsBody.entries }),
      example: {
        customer: { id: CUSTOMER.id },
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
        customer: changesOf({ id: v.string(), ...Customer.entries }),
        schedule: changesOf(schedule.entries),
        ...terms,
      }),
      example: { amount: 130_000 },
    },
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
      answers: { 201: { about: 'The recurring invoice', schema: 'RecurringInvoice', headers: ['Location'] } },
      problems: [...FIELD_PROBLEMS, ...ISSUE_REFUSALS],
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
      answers: { 200: { schema: 'RecurringInvoice', headers: ['ETag'] } },
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
      conditional: true,
      answers: { 200: { schema: 'ChangedRecurringInvoice', headers: ['ETag?'] } },
      problems: [
        ...FIELD_PROBLEMS,
        'recurring_ended',
        'changed_meanwhile',
        'starts_too_early',
        'template_missing',
      ],
    },
  ],
}
