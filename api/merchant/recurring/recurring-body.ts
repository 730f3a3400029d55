import * as v from 'valibot'
import { CATCH_UP, RECURRING_STATUSES, UNITS } from '../../../domain/recurring/index.ts'
import { PERIOD_CHOICES } from '../../../domain/recurring/service-period.ts'
import { date } from '../../http/request/fields.ts'
import { idCursor, limit } from '../../http/request/list-query.ts'
import { time } from '../invoices/request/reminder-plan-body.ts'

const whole = (from: number, to: number) =>
  v.pipe(
    v.number('invalid_type|must be a whole number'),
    v.integer('invalid_type|must be a whole number'),
    v.minValue(from, `out_of_range|must be between ${from} and ${to}`),
    v.maxValue(to, `out_of_range|must be between ${from} and ${to}`),
  )

const End = v.union(
  [v.strictObject({ date }), v.strictObject({ count: whole(1, 10_000) })],
  'invalid_type|must be {"date": a date} or {"count": a whole number}',
)

const Schedule = v.strictObject({
  every: v.optional(whole(1, 100), 1),
  unit: v.picklist(UNITS, `invalid_choice|must be one of ${UNITS.join(', ')}`),
  start: date,
  day: v.optional(whole(1, 31)),
  time: v.optional(time),
  end: v.optional(End),
})

export const TermsBody = v.strictObject({
  schedule: Schedule,
  due_after_days: whole(0, 365),
  issue: v.picklist(['send', 'draft'], 'invalid_choice|must be "send" or "draft"'),
  service_period: v.optional(
    v.picklist(PERIOD_CHOICES, `invalid_choice|must be one of ${PERIOD_CHOICES.join(', ')}`),
  ),
  catch_up: v.optional(
    v.picklist(CATCH_UP, `invalid_choice|must be one of ${CATCH_UP.join(', ')}`),
    'latest',
  ),
})

export type ScheduleTerms = v.InferOutput<typeof TermsBody>

export const UNSUPPORTED_FIELDS = [
  'due_date',
  'send',
  'number',
  'link_expires_at',
  'issue_date',
  'amount_paid',
  'delivery_date',
] as const

export const OccurrenceBody = v.strictObject({ occurrence: v.optional(whole(1, 1_000_000)) })

export const RecurringList = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: idCursor('rec'),
  status: v.optional(
    v.picklist(RECURRING_STATUSES, `invalid_status|must be one of ${RECURRING_STATUSES.join(', ')}`),
  ),
})
