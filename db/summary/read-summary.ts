import { INVOICE_STATUSES } from '../../domain/invoice/index.ts'
import type { Figure } from '../../domain/summary/daily-figures.ts'
import type { CalendarDate } from '../../domain/shared/calendar.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export const AGEING_BUCKETS = ['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90'] as const
export type AgeingBucket = (typeof AGEING_BUCKETS)[number]

/** The `amount` of `secondsToPay` is in seconds. Other amounts are in minor units. */
export interface Sum {
  count: number
  amount: bigint
}

export interface CurrencySummary {
  currency: string
  byStatus: Map<Figure | 'draft', Sum>
  ageing: Map<AgeingBucket, Sum>
  issued: Sum
  received: Sum
  refunded: Sum
  credited: Sum
  secondsToPay: Sum
  weeks: { monday: CalendarDate; received: Sum; refunded: Sum }[]
}

interface Period {
  from: CalendarDate
  to: CalendarDate
  today: CalendarDate
}

interface FigureSum {
  count: number
  amount: string
  currency: string
  figure: Figure | 'draft'
  bucket: AgeingBucket | null
  monday: CalendarDate | null
}

const SUMS = `
  with figure as not materialized (
    select currency, figure, day, count, amount from daily_figure where merchant_id = ? and mode = ?)
  select currency, figure, bucket, null as monday, sum(count)::integer as count, sum(amount)::text as amount
    from (select *, case when day >= ?::date then 'not_due'
        when day >= ?::date - 30 then 'days_1_30' when day >= ?::date - 60 then 'days_31_60'
        when day >= ?::date - 90 then 'days_61_90' else 'days_over_90' end as bucket
      from figure where figure in ('sent', 'viewed', 'overdue')) open group by 1, 2, 3
  union all
  select currency, figure, null, to_char(date_trunc('week', day), 'YYYY-MM-DD'), sum(count)::integer, sum(amount)::text
    from figure where figure not in ('sent', 'viewed', 'overdue') and day between ?::date and ?::date
    group by 1, 2, 4
  union all
  select currency, 'draft', null, null, count(*)::integer, sum(amount)::text
    from invoice where merchant_id = ? and mode = ? and status = 'draft' group by 1`

export async function readSummary(
  em: EntityManager,
  { merchantId, mode }: { merchantId: string; mode: Mode },
  { from, to, today }: Period,
): Promise<CurrencySummary[]> {
  const rows = await executePrepared<FigureSum>(em, SUMS, [
    merchantId,
    mode,
    today,
    today,
    today,
    today,
    from,
    to,
    merchantId,
    mode,
  ])
  return [...Map.groupBy(rows, ({ currency }) => currency)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, sums]) => toSummary(currency, sums))
}

function toSummary(currency: string, rows: readonly FigureSum[]): CurrencySummary {
  const total = (...figures: FigureSum['figure'][]) =>
    sumOf(rows.filter(({ figure }) => figures.includes(figure)))
  const weeks = Map.groupBy(
    rows.filter(({ figure, monday }) => monday && (figure === 'received' || figure === 'refunded')),
    ({ monday }) => monday ?? '',
  )
  return {
    currency,
    byStatus: new Map(INVOICE_STATUSES.map((status) => [status, total(status)])),
    ageing: new Map(
      AGEING_BUCKETS.map((name) => [name, sumOf(rows.filter(({ bucket }) => bucket === name))]),
    ),
    issued: total('issued'),
    received: total('received'),
    refunded: total('refunded'),
    credited: total('credited'),
    secondsToPay: total('seconds_to_pay'),
    weeks: [...weeks]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([monday, sums]) => ({
        monday,
        received: sumOf(sums.filter(({ figure }) => figure === 'received')),
        refunded: sumOf(sums.filter(({ figure }) => figure === 'refunded')),
      })),
  }
}

function sumOf(rows: readonly FigureSum[]): Sum {
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    amount: rows.reduce((sum, { amount }) => sum + BigInt(amount), 0n),
  }
}
