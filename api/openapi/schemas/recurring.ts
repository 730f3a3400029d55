import * as v from 'valibot'
import { date, flag, instant, orNull, text, word } from '../../../domain/events/public-event.ts'
import { CHANNELS } from '../../../domain/invoice/index.ts'
import { PERIOD_CHOICES } from '../../../domain/recurring/service-period.ts'
import { CATCH_UP, FAILURE_CODES, RECURRING_STATUSES, UNITS } from '../../../domain/recurring/index.ts'
import { amount, count, currency, idOf, instantOrNull, mode, textOrNull } from './fields.ts'
import { customerEntries, orderEntries, pricing, ReminderPlan, totals } from './invoice.ts'
import { ATTACHED_FORMATS } from '../../../domain/einvoice/format.ts'

const Schedule = v.strictObject({
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
})

const Occurrence = v.strictObject({
  number: count('From 1'),
  date: date('The date of the occurrence'),
  at: instant('When its invoice is made'),
  local_time: text('The same in the merchant’s time zone'),
  due_date: date('The due date of its invoice'),
  period: v.strictObject({ start: date('The first day'), end: date('The last day') }),
  amount: amount('Minor units'),
  currency,
  description: text('With the period filled in'),
})

const entries = {
  id: idOf('rec'),
  object: v.literal('recurring_invoice'),
  mode,
  status: word(RECURRING_STATUSES, 'The status'),
  customer: orNull(
    v.strictObject({
      ...customerEntries,
      id: orNull(idOf('cus'), 'The customer, if the request named one by its id'),
      email: v.string(),
      einvoice_format: orNull(v.picklist(ATTACHED_FORMATS), 'Null means the customer’s'),
      cc: orNull(v.array(v.string()), 'Addresses that get copies; null means the customer’s'),
    }),
    'Null after the contents were erased',
  ),
  currency: v.optional(currency),
  description: textOrNull('With placeholders such as `{month}`'),
  ...v.partial(v.strictObject(totals)).entries,
  deposit: v.optional(v.nullable(v.strictObject({ amount: amount('Minor units') }))),
  tax_exchange_rate: v.optional(
    textOrNull('What one unit of `currency` is worth in the currency of your country, on each invoice'),
  ),
  tax_exchange_rate_set_on: v.optional(orNull(date('The day'), 'When the rate was last changed')),
  ...v.partial(v.strictObject(pricing)).entries,
  lines: pricing.lines,
  instructions: v.optional(v.nullable(v.string())),
  purchase_order: v.optional(orderEntries.purchase_order),
  buyer_reference: v.optional(orderEntries.buyer_reference),
  delivery_address: v.optional(orderEntries.delivery_address),
  service_period: v.optional(
    orNull(v.picklist(PERIOD_CHOICES), 'The period that each invoice states; null for none'),
  ),
  language: v.optional(v.nullable(v.string())),
  deliver: v.optional(v.array(v.picklist(CHANNELS))),
  reminders: v.optional(v.nullable(ReminderPlan)),
  metadata: v.optional(v.record(v.string(), v.string())),
  due_after_days: v.optional(count('Days from the date of an occurrence to its due date')),
  issue: v.optional(word(['send', 'draft'], 'Whether invoices are sent or stay drafts')),
  schedule: Schedule,
  catch_up: word(CATCH_UP, 'The late occurrences to issue after an outage'),
  issued: count('Invoices made so far'),
  skipped: count('Occurrences skipped so far'),
  last: orNull(
    v.strictObject({
      occurrence: count('From 1'),
      date: date('The date of the occurrence'),
      invoice: idOf('inv', 'The invoice'),
    }),
    'The latest invoice',
  ),
  failed: v.array(
    v.strictObject({
      occurrence: count('From 1'),
      date: date('The date of the occurrence'),
      code: word(FAILURE_CODES, 'Why its invoice could not be created'),
    }),
  ),
  next: v.pipe(v.array(Occurrence), v.description('At most six')),
  paused_at: instantOrNull('When it was paused'),
  ended_at: instantOrNull('When it ended'),
  ended_by: orNull(v.picklist(['merchant', 'schedule']), 'Who ended it'),
  test_clock_offset_ms: count('How far the test clock is ahead, in milliseconds'),
  created_at: instant('When it was created'),
  updated_at: instant('When it last changed'),
}

export const RecurringInvoice = v.strictObject(entries)

export const ChangedRecurringInvoice = v.strictObject({
  ...entries,
  settled: flag('False while steps are still in progress'),
  processed_until: instant('The time until which occurrences are processed, by its clock'),
})

export const RecurringPreview = v.strictObject({
  object: v.literal('recurring_invoice_preview'),
  schedule: Schedule,
  next: v.array(Occurrence),
})
