import * as v from 'valibot'
import { AGEING_BUCKETS } from '../../../db/summary/read-summary.ts'
import { INVOICE_STATUSES } from '../../../domain/invoice/index.ts'
import { date, orNull } from '../../../domain/events/public-event.ts'
import { SummaryQuery } from '../../merchant/summary/routes.ts'
import type { Resource } from '../operation.ts'
import { amountSum, currency, mode } from '../schemas/fields.ts'

const Sum = v.strictObject({
  count: v.pipe(v.number(), v.integer()),
  amount: amountSum,
})

const sums = (names: readonly string[], meaning: string) =>
  v.pipe(
    v.strictObject(Object.fromEntries(names.map((name) => [name, Sum])) as Record<string, typeof Sum>),
    v.description(meaning),
  )

const Summary = v.strictObject({
  object: v.literal('summary'),
  mode,
  period: v.strictObject({ from: date('The first day'), to: date('The last day') }),
  today: date('Today in the merchant’s time zone'),
  currencies: v.array(
    v.strictObject({
      currency,
      by_status: sums(INVOICE_STATUSES, 'What is due of open invoices now; `paid` and `void` in the period'),
      ageing: sums(AGEING_BUCKETS, 'What is due of open invoices, by days after the due date'),
      issued: Sum,
      received: Sum,
      refunded: Sum,
      credited: Sum,
      average_days_to_pay: orNull(v.number(), 'From the issue to the payment in full'),
      weeks: v.array(v.strictObject({ week: date('The Monday of the week'), received: Sum, refunded: Sum })),
    }),
  ),
})

const NONE = { count: 0, amount: 0 }
const ONE = { count: 1, amount: 120_000 }
const example = {
  object: 'summary',
  mode: 'test',
  period: { from: '2026-10-01', to: '2026-12-31' },
  today: '2026-12-31',
  currencies: [
    {
      currency: 'GBP',
      by_status: { draft: NONE, sent: ONE, viewed: NONE, overdue: NONE, paid: ONE, void: NONE },
      ageing: { not_due: ONE, days_1_30: NONE, days_31_60: NONE, days_61_90: NONE, days_over_90: NONE },
      issued: { count: 2, amount: 240_000 },
      received: ONE,
      refunded: NONE,
      credited: NONE,
      average_days_to_pay: 2.1,
      weeks: [{ week: '2026-11-30', received: ONE, refunded: NONE }],
    },
  ],
}

export const summary: Resource = {
  tag: 'Summary',
  about: 'Counts and sums of a period.',
  parameters: {},
  requests: {},
  responses: { Summary: { schema: Summary, example } },
  operations: [
    {
      method: 'get',
      path: '/v1/summary',
      id: 'getSummary',
      summary: 'Read the summary',
      description: 'Of the last 90 days, or of the period in the query, at most ten years.',
      query: SummaryQuery,
      answers: { 200: 'Summary' },
    },
  ],
}
